using System.Globalization;

namespace Netra.Bench;

/// <summary>Netra under load.</summary>
internal sealed class NetraServer : LoadServer
{
    private readonly NetraCluster _cluster;

    private NetraServer(NetraCluster cluster) => _cluster = cluster;

    public override string Name => ServerNames.Netra;

    public override bool IsDurable => true;

    public override IReadOnlyList<int> Ports => _cluster.Ports;

    public override IReadOnlyList<ServerPart> Parts => _cluster.Parts;

    public override Dialect Dialect { get; } = new JsonDialect(acknowledges: true);

    public override string ApiKey => _cluster.Keys.ApiKey;

    /// <summary>All of it in one process, with its log in RocksDB.</summary>
    public static async Task<NetraServer> StartAsync(RunContext run, IReadOnlyList<(string Name, string Value)> settings) =>
        new(await NetraCluster.StartAsync(run, split: false, settings));

    /// <summary>Gateways and silos with their logs in PostgreSQL.</summary>
    public static async Task<NetraServer> StartClusterAsync(RunContext run, int gateways, int silos, IReadOnlyList<(string Name, string Value)> settings) =>
        new(await NetraCluster.StartOnPostgreSqlAsync(run, gateways, silos, settings));

    public override string TargetOf(string user, string client) => _cluster.Keys.TargetOf(user) + "&client_id=" + client;

    public override string ResumeTargetOf(string user, string client, long lastSeq) =>
        string.Create(CultureInfo.InvariantCulture, $"{TargetOf(user, client)}&last_seq={lastSeq}");

    public override Task RestartAsync(RunContext run) => _cluster.RestartAsync(run);

    public override ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
