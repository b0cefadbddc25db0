namespace Netra.EndToEnd.Tests;

/// <summary>A PostgreSQL server with log and membership, and the processes that share it, all on this machine.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private readonly List<HostProcess> _hosts = [];
    private readonly PostgresServer _postgres;
    private readonly Action<HostSettings> _configureGateway;

    private PostgresCluster(PostgresServer postgres, string database, Action<HostSettings> configureGateway)
    {
        _postgres = postgres;
        _configureGateway = configureGateway;
        Database = database;
    }

    /// <summary>The one database.</summary>
    public string Database { get; }

    public PostgresServer Postgres => _postgres;

    public IReadOnlyList<HostProcess> Silos => [.. _hosts.Where(host => host.Role == "Silo")];

    public IReadOnlyList<HostProcess> Gateways => [.. _hosts.Where(host => host.Role == "Gateway")];

    /// <summary>Starts a database, brings it up to date by the command, and starts processes on it.</summary>
    public static async Task<PostgresCluster> StartAsync(int silos, int gateways, Action<HostSettings>? configureGateway = null)
    {
        var postgres = await PostgresServer.StartAsync();
        var cluster = new PostgresCluster(postgres, await postgres.CreateDatabaseAsync(), configureGateway ?? (_ => { }));
        try
        {
            var (exitCode, text) = await cluster.RunAsync("migrate");
            Assert.True(exitCode == 0, text);
            await Task.WhenAll(Enumerable.Range(0, silos).Select(_ => cluster.AddSiloAsync()));
            await Task.WhenAll(Enumerable.Range(0, gateways).Select(_ => cluster.AddGatewayAsync()));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public static string TokenOf(string user) => TestToken.For(user, ProductionHost.Secret);

    /// <summary>Runs a command of the program with the settings of a silo.</summary>
    public Task<(int ExitCode, string Text)> RunAsync(string command) => HostProgram.RunAsync(
        [command, .. SiloSettings().Values.SelectMany(setting => new[] { "--" + setting.Key, setting.Value })]);

    public async Task<HostProcess> AddSiloAsync() => Add(await HostProcess.StartAsync(SiloSettings()));

    public async Task<HostProcess> AddGatewayAsync()
    {
        var settings = Membership(ProductionHost.Settings().With("Netra:Role", "Gateway"));
        _configureGateway(settings);
        return Add(await HostProcess.StartAsync(settings));
    }

    /// <summary>Publishes a note until it is accepted, as a careful service does; answers its seq.</summary>
    public static async Task<long> PublishAsync(HostProcess gateway, string user, int n)
    {
        using var patience = new CancellationTokenSource(Patience.Long);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var answer = await gateway.Api.SendAsync(
                HttpMethod.Post, $"/api/v1/users/{user}/messages", $$$"""{"type":"note","id":"{{{user}}}-{{{n}}}","payload":{"n":{{{n}}}}}""", ProductionHost.PublishKey);
            if (answer.Status == 200) return answer.AssertOk().GetProperty("seq").GetInt64();
            Assert.Equal(503, answer.Status);
            Assert.NotNull(answer.Headers.RetryAfter);
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts)) await host.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private HostSettings SiloSettings() => Membership(new HostSettings { Environment = "Production" })
        .With("Netra:Role", "Silo")
        .With("Netra:Store", "PostgreSql")
        .With("Netra:Storage:PostgreSql:Shards:0:Name", "a")
        .With("Netra:Storage:PostgreSql:Shards:0:ConnectionString", Database);

    private HostSettings Membership(HostSettings settings) => settings
        .With("Netra:Cluster:Membership", "PostgreSql")
        .With("Netra:Cluster:ConnectionString", Database)
        .With("Netra:Cluster:AdvertisedAddress", "127.0.0.1");

    private HostProcess Add(HostProcess host)
    {
        lock (_hosts) _hosts.Add(host);
        return host;
    }
}
