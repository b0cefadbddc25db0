using System.Globalization;

namespace Netra.Bench;

/// <summary>A peer of <c>Netra.Bench.Peers</c>, as a process of its own; it ends when its input does.</summary>
internal sealed class PeerServer : LoadServer
{
    /// <summary>A query parameter at which the bare Kestrel refuses, as a server does whose check of the token failed.</summary>
    public const string Refuse = "refuse";

    private const string Ready = "The peer is ready";

    private static readonly NetraKeys Keys = NetraKeys.Create();

    private readonly string _name;
    private readonly string _command;
    private readonly RedisServer? _redis;
    private readonly int _port = FreePorts.Next();
    private ServerProcess? _process;

    private PeerServer(string name, string command, Dialect dialect, RedisServer? redis = null)
    {
        _name = name;
        _command = command;
        _redis = redis;
        Dialect = dialect;
    }

    public override string Name => _name;

    public override bool IsDurable => false;

    public int Port => _port;

    public override IReadOnlyList<int> Ports => [_port];

    public int ProcessId => _process!.Id;

    public override IReadOnlyList<ServerPart> Parts =>
        _redis is null ? [new("server", ProcessId, Runtime: true)] : [new("server", ProcessId, Runtime: true), new("Redis", _redis.ProcessId, Runtime: false)];

    public override Dialect Dialect { get; }

    /// <summary>A bare Kestrel WebSocket server.</summary>
    public static Task<PeerServer> StartKestrelAsync(RunContext run) =>
        new PeerServer(ServerNames.RawKestrel, "kestrel", new JsonDialect(acknowledges: false)).StartedAsync(run);

    /// <summary>SignalR in memory.</summary>
    public static Task<PeerServer> StartSignalRAsync(RunContext run) =>
        new PeerServer(ServerNames.SignalR, "signalr", new SignalRDialect()).StartedAsync(run);

    /// <summary>SignalR with a Redis server of its own.</summary>
    public static async Task<PeerServer> StartSignalRRedisAsync(RunContext run) =>
        await new PeerServer(ServerNames.SignalRRedis, "signalr-redis", new SignalRDialect(), await RedisServer.StartAsync(run)).StartedAsync(run);

    /// <summary>It looks at no token, but is sent as long a request as Netra.</summary>
    public override string TargetOf(string user, string client) => Keys.TargetOf(user) + "&user=" + user;

    public override async Task RestartAsync(RunContext run)
    {
        await _process!.DisposeAsync();
        await StartAsync(run);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        if (_redis is not null) await _redis.DisposeAsync();
    }

    private async Task<PeerServer> StartedAsync(RunContext run)
    {
        try
        {
            await StartAsync(run);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task StartAsync(RunContext run)
    {
        var assembly = BuiltProgram.PathOf("bench", "Netra.Bench.Peers") ?? throw new BenchException($"{BuiltProgram.NoRepository}.");
        if (!File.Exists(assembly)) throw new BenchException($"'{assembly}' is missing. Build it: dotnet build -c Release bench/Netra.Bench.Peers");
        List<string> command = ["dotnet", assembly, _command, "--port", _port.ToString(CultureInfo.InvariantCulture)];
        if (_redis is not null) command.AddRange(["--redis", _redis.Address]);
        _process = await ServerProcess.StartAsync(_name, command, run.Program.Environment, line => line == Ready, run.CancellationToken);
        run.Report.NoteProcess(_process.Id);
    }
}
