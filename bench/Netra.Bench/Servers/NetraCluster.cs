using System.Globalization;

namespace Netra.Bench;

/// <summary>
/// Netra as it runs in production, on loopback: one process of the role All, a gateway and a silo, or several of both with PostgreSQL. Everything but keys, ports and the
/// data directory is as shipped, unless the workload says otherwise.
/// </summary>
internal sealed class NetraCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("netra-bench-");
    private readonly List<NetraMember> _members = [];
    private readonly List<int> _ports = [];
    private PostgresServer? _database;

    private NetraCluster()
    {
    }

    public NetraKeys Keys { get; } = NetraKeys.Create();

    /// <summary>The ports of sockets and the HTTP API, one for each gateway.</summary>
    public IReadOnlyList<int> Ports => _ports;

    /// <summary>The only one of them, or the first.</summary>
    public int Port => _ports[0];

    /// <summary>The process that holds the sockets.</summary>
    public int GatewayId => _members[^1].Process!.Id;

    /// <summary>The process that holds the user grains; null when it is the gateway's.</summary>
    public int? SiloId => _members.Count > 1 ? _members[0].Process!.Id : null;

    /// <summary>All of its processes.</summary>
    public IReadOnlyList<ServerPart> Parts
    {
        get
        {
            var members = _members.Select(member => new ServerPart(member.Role, member.Process!.Id, Runtime: true));
            return _database is null ? [.. members] : [.. members, new ServerPart("PostgreSQL", _database.ProcessId, Runtime: false, HasChildren: true)];
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="run">The run.</param>
    /// <param name="split">A gateway and a silo instead of one process.</param>
    /// <param name="settings">Settings of both, such as <c>Netra:Gateway:HeartbeatInterval</c>.</param>
    public static Task<NetraCluster> StartAsync(RunContext run, bool split, params IReadOnlyList<(string Name, string Value)> settings) => StartedAsync(async cluster =>
    {
        var silo = FreePorts.Next();
        var store = ("Netra:Storage:RocksDb:Path", Path.Combine(cluster._data.FullName, "data"));
        if (!split)
        {
            await cluster.StartAsync(run, "All", silo, [store, .. settings]);
            return;
        }

        await cluster.StartAsync(run, "Silo", silo, [store, .. settings]);
        var primary = ("Netra:Cluster:PrimarySilo", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{silo}"));
        await cluster.StartAsync(run, "Gateway", FreePorts.Next(), [primary, .. settings]);
    });

    /// <summary>Starts gateways and silos that share a PostgreSQL server, which is started too.</summary>
    public static Task<NetraCluster> StartOnPostgreSqlAsync(
        RunContext run, int gateways, int silos, IReadOnlyList<(string Name, string Value)> settings) => StartedAsync(async cluster =>
    {
        cluster._database = await PostgresServer.StartAsync(new PostgresServerOptions { Settings = PostgreSqlSettings.ForLoad });
        run.Report.NoteProcess(cluster._database.ProcessId);
        var connection = await cluster._database.CreateDatabaseAsync();
        (string, string)[] shared =
        [
            ("Netra:Store", "PostgreSql"),
            ("Netra:Storage:PostgreSql:Shards:0:Name", "a"),
            ("Netra:Storage:PostgreSql:Shards:0:ConnectionString", connection),
            ("Netra:Storage:PostgreSql:MigrateAtStart", "true"),
            ("Netra:Cluster:Membership", "PostgreSql"),
            ("Netra:Cluster:ConnectionString", connection),
            ("Netra:Cluster:AdvertisedAddress", "127.0.0.1"),
            .. settings,
        ];
        for (var i = 0; i < silos; i++) await cluster.StartAsync(run, "Silo", FreePorts.Next(), shared);
        for (var i = 0; i < gateways; i++) await cluster.StartAsync(run, "Gateway", FreePorts.Next(), shared);
    });

    /// <summary>Kills every process of Netra and starts it again.</summary>
    public async Task RestartAsync(RunContext run)
    {
        foreach (var member in Enumerable.Reverse(_members)) await member.Process!.DisposeAsync();
        foreach (var member in _members) await StartAsync(run, member);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Enumerable.Reverse(_members)) await EndAsync(member);
        if (_database is not null) await _database.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private static async Task<NetraCluster> StartedAsync(Func<NetraCluster, Task> start)
    {
        var cluster = new NetraCluster();
        try
        {
            await start(cluster);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private static ValueTask EndAsync(NetraMember member) => member.Process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task StartAsync(RunContext run, string role, int siloPort, IReadOnlyList<(string Name, string Value)> settings)
    {
        var management = Address(FreePorts.Next());
        var values = new Dictionary<string, string>(Keys.Settings)
        {
            ["environment"] = "Production",
            ["Netra:Role"] = role,
            ["Netra:ManagementUrl"] = management,
            ["Netra:Cluster:SiloPort"] = siloPort.ToString(CultureInfo.InvariantCulture),
        };
        if (role != "Silo")
        {
            _ports.Add(FreePorts.Next());
            values["Netra:Url"] = Address(_ports[^1]);
        }

        foreach (var (name, value) in settings.Concat(run.Program.Settings)) values[name] = value;
        _members.Add(new NetraMember(role, management, ["dotnet", run.Program.Assembly, .. values.SelectMany(setting => new[] { "--" + setting.Key, setting.Value })]));
        return StartAsync(run, _members[^1]);
    }

    private static async Task StartAsync(RunContext run, NetraMember member)
    {
        member.Process = await ServerProcess.StartAsync(
            $"Netra ({member.Role})", member.Command, run.Program.Environment,
            line => line.StartsWith("Netra is ready", StringComparison.Ordinal), run.CancellationToken);
        run.Report.NoteProcess(member.Process.Id);
        await WaitUntilReadyAsync(member.ManagementUrl, run.CancellationToken);
    }

    private static async Task WaitUntilReadyAsync(string management, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            using var answer = await http.GetAsync(new Uri(management + "/health/ready"), cancellationToken);
            if (answer.IsSuccessStatusCode) return;
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
