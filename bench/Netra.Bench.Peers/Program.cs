using System.CommandLine;
using Netra.Bench.Peers;

var root = new RootCommand("Servers that Netra is measured beside. Each takes the publishing call of Netra's server API, keeps nothing, and ends when its input does.")
{
    KestrelPeer.Command(),
    SignalRPeer.Command(),
    SignalRPeer.RedisCommand(),
};

return await root.Parse(args).InvokeAsync();
