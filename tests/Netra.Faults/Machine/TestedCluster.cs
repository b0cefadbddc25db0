using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Netra.Faults;

/// <summary>The cluster under test: a database, processes with user grains, processes with sockets, each on a machine of its own.</summary>
internal sealed class TestedCluster : IAsyncDisposable
{
    public const string DatabaseName = "database";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly ClusterOptions _options;
    private readonly ClusterNetwork _network;
    private readonly HistoryRecorder _history;
    private readonly WorkDirectory _work = new();
    private readonly List<HostProcess> _processes = [];
    private readonly Dictionary<string, NetworkNode> _nodes = [];
    private MembershipWatch? _membership;
    private string? _connectionString;

    private TestedCluster(ClusterOptions options, HistoryRecorder history, ClusterNetwork network)
    {
        _options = options;
        _history = history;
        _network = network;
    }

    public ClusterKeys Keys { get; } = new();

    public PostgresServer? Database { get; private set; }

    public IReadOnlyList<HostProcess> Processes => _processes;

    public IReadOnlyList<HostProcess> Gateways => [.. _processes.Where(process => process.HasGateway)];

    /// <summary>The machines, the database's too, by name.</summary>
    public IReadOnlyDictionary<string, NetworkNode> Nodes => _nodes;

    public static async Task<TestedCluster> StartAsync(ClusterOptions options, HistoryRecorder history, CancellationToken cancellationToken)
    {
        var network = await ClusterNetwork.CreateAsync();
        var cluster = new TestedCluster(options, history, network);
        try
        {
            await cluster.StartAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public HostProcess Process(string name) => _processes.Single(process => process.Name == name);

    /// <summary>Waits until every process says that it is ready.</summary>
    /// <exception cref="FaultsException">One does not.</exception>
    public async Task UntilReadyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(1) }) { Timeout = TimeSpan.FromSeconds(5) };
        var begun = Stopwatch.GetTimestamp();
        foreach (var process in _processes)
        {
            string? reason;
            while ((reason = await WhyNotReadyAsync(http, process, cancellationToken)) is not null)
            {
                if (Stopwatch.GetElapsedTime(begun) > Patience) throw new FaultsException($"{process.Name} is not ready after {Patience.TotalSeconds:0} s: {reason}");
                await Task.Delay(Tick, cancellationToken);
            }
        }
    }

    /// <summary>Starts the database again. Its processes may take a moment longer to end than the first of them, and it does not start while they are there.</summary>
    public async Task StartDatabaseAgainAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Database!.StartAgainAsync();
                return;
            }
            catch (InvalidOperationException) when (attempt < 20)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_membership is not null) await _membership.DisposeAsync();
        foreach (var process in _processes) await process.DisposeAsync();
        if (Database is not null) await Database.DisposeAsync();
        await _network.DisposeAsync();
        _work.Dispose();
    }

    private static async Task<string?> WhyNotReadyAsync(HttpClient http, HostProcess process, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(process.ManagementUrl, "/health/ready"), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK ? null : await answer.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return exception.Message;
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_options.LogDirectory);
        if (_options.IsEmbedded)
        {
            await AddAsync("all", "All", hasGrains: true, hasGateway: true);
        }
        else
        {
            await StartDatabaseAsync();
            for (var i = 1; i <= _options.Silos; i++)
                await (_options.IsTogether ? AddAsync($"all{i}", "All", hasGrains: true, hasGateway: true) : AddAsync($"silo{i}", "Silo", hasGrains: true, hasGateway: false));
            for (var i = 1; i <= _options.Gateways && !_options.IsTogether; i++) await AddAsync($"gateway{i}", "Gateway", hasGrains: false, hasGateway: true);
        }

        foreach (var process in _processes) process.BeginToRun();
        await UntilReadyAsync(cancellationToken);
    }

    private async Task StartDatabaseAsync()
    {
        var node = await _network.AddAsync(DatabaseName);
        _nodes.Add(DatabaseName, node);
        Database = await PostgresServer.StartAsync(new PostgresServerOptions { Address = node.Address, Port = 5432, Prefix = node.Prefix, Directory = _work.Path });
        _connectionString = await Database.CreateDatabaseAsync();
        var settings = Settings(node, "Silo").SelectMany(setting => new[] { "--" + setting.Key, setting.Value });
        await Tool.RunAsync("dotnet", [_options.Host ?? HostPrograms.Host, "migrate", .. settings]);
        _membership = new MembershipWatch(_connectionString, _history);
        _membership.Begin();
    }

    private async Task AddAsync(string name, string role, bool hasGrains, bool hasGateway)
    {
        var node = await _network.AddAsync(name);
        _nodes.Add(name, node);
        var start = new ProcessStartInfo("ip") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in node.Prefix.Skip(1)) start.ArgumentList.Add(argument);
        start.ArgumentList.Add("dotnet");
        start.ArgumentList.Add(_options.Host ?? HostPrograms.Host);
        foreach (var (setting, value) in Settings(node, role))
        {
            start.ArgumentList.Add("--" + setting);
            start.ArgumentList.Add(value);
        }

        foreach (var variable in start.Environment.Keys.Where(IsSetting).ToList()) start.Environment.Remove(variable);
        if (_options.Bug is { } bug)
        {
            start.Environment["DOTNET_STARTUP_HOOKS"] = HostPrograms.Bugs;
            start.Environment["NETRA_FAULTS_BUG"] = bug;
        }

        _processes.Add(new HostProcess(node, hasGrains, hasGateway, start, Path.Combine(_options.LogDirectory, name + ".log"), _history));
    }

    private IEnumerable<KeyValuePair<string, string>> Settings(NetworkNode node, string role) =>
    [
        new("environment", "Production"),
        new("Netra:Role", role),
        new("Netra:Url", $"http://{node.Address}:5080"),
        new("Netra:ManagementUrl", $"http://{node.Address}:5081"),
        new("Netra:Cluster:ClusterId", string.Create(CultureInfo.InvariantCulture, $"faults-{Environment.ProcessId}")),
        .. Keys.Settings,
        .. _options.IsEmbedded ? EmbeddedSettings() : ClusterSettings(node),
        // Clients find out sooner than they would by default that nobody is there, because the faults of a run follow each other quickly.
        new("Netra:Gateway:HeartbeatInterval", "00:00:05"),
        new("Netra:Gateway:HeartbeatTimeout", "00:00:12"),
        // Nothing falls to a limit: what is missing at the end is lost.
        new("Netra:Users:MaxMessages", "1000000"),
        new("Netra:Users:MaxBytes", "1073741824"),
    ];

    private IEnumerable<KeyValuePair<string, string>> EmbeddedSettings() => [new("Netra:Storage:RocksDb:Path", Path.Combine(_work.Path, "data"))];

    private IEnumerable<KeyValuePair<string, string>> ClusterSettings(NetworkNode node) =>
    [
        new("Netra:Store", "PostgreSql"),
        new("Netra:Storage:PostgreSql:Shards:0:Name", "a"),
        new("Netra:Storage:PostgreSql:Shards:0:ConnectionString", _connectionString!),
        new("Netra:Cluster:Membership", "PostgreSql"),
        new("Netra:Cluster:ConnectionString", _connectionString!),
        new("Netra:Cluster:AdvertisedAddress", node.Address.ToString()),
    ];

    private static bool IsSetting(string name) =>
        name.StartsWith("Netra__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Logging__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_ENVIRONMENT" or "DOTNET_STARTUP_HOOKS" or "URLS";
}
