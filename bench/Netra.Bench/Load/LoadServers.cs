namespace Netra.Bench;

/// <summary>The servers that load can be put on, by the names that outcomes bear.</summary>
internal static class LoadServers
{
    /// <summary>All that this machine can run, the one that the others are held against first.</summary>
    public static IReadOnlyList<string> Available => RedisServer.IsInstalled
        ? [ServerNames.RawKestrel, ServerNames.SignalR, ServerNames.SignalRRedis, ServerNames.Netra]
        : [ServerNames.RawKestrel, ServerNames.SignalR, ServerNames.Netra];

    /// <summary>What starts one of <see cref="Available"/>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="netraSettings">Settings of Netra other than as shipped.</param>
    public static Func<string, Task<LoadServer>> Starter(RunContext run, params IReadOnlyList<(string Name, string Value)> netraSettings) =>
        name => StartAsync(run, name, netraSettings);

    private static async Task<LoadServer> StartAsync(RunContext run, string name, IReadOnlyList<(string Name, string Value)> netraSettings) => name switch
    {
        ServerNames.RawKestrel => await PeerServer.StartKestrelAsync(run),
        ServerNames.SignalR => await PeerServer.StartSignalRAsync(run),
        ServerNames.SignalRRedis => await PeerServer.StartSignalRRedisAsync(run),
        ServerNames.Netra => await NetraServer.StartAsync(run, netraSettings),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such server."),
    };
}
