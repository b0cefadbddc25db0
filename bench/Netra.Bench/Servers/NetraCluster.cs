using System.Globalization;

namespace Netra.Bench;

/// <summary>
/// Netra as it runs in production, on loopback: one process of the role All, or a gateway and a silo. Everything but keys, ports and the data
/// directory is as shipped, unless the workload says otherwise.
/// </summary>
internal sealed class NetraCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("netra-bench-");
    private readonly List<ServerProcess> _processes = [];

    private NetraCluster()
    {
    }

    public NetraKeys Keys { get; } = NetraKeys.Create();

    /// <summary>The port of sockets and the HTTP API.</summary>
    public int Port { get; } = FreePorts.Next();

    /// <summary>The process that holds the sockets.</summary>
    public int GatewayId => _processes[^1].Id;

    /// <summary>The process that holds the user grains; null when it is the gateway's.</summary>
    public int? SiloId => _processes.Count > 1 ? _processes[0].Id : null;

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="run">The run.</param>
    /// <param name="split">A gateway and a silo instead of one process.</param>
    /// <param name="settings">Settings of both, such as <c>Netra:Gateway:HeartbeatInterval</c>.</param>
    public static async Task<NetraCluster> StartAsync(RunContext run, bool split, params IReadOnlyList<(string Name, string Value)> settings)
    {
        var cluster = new NetraCluster();
        try
        {
            var silo = FreePorts.Next();
            if (split) await cluster.StartAsync(run, "Silo", silo, primary: null, settings);
            if (split) await cluster.StartAsync(run, "Gateway", FreePorts.Next(), primary: silo, settings);
            else await cluster.StartAsync(run, "All", silo, primary: null, settings);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes)) await process.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private async Task StartAsync(RunContext run, string role, int siloPort, int? primary, IReadOnlyList<(string Name, string Value)> settings)
    {
        var management = Address(FreePorts.Next());
        var values = new Dictionary<string, string>(Keys.Settings)
        {
            ["environment"] = "Production",
            ["Netra:Role"] = role,
            ["Netra:Url"] = Address(Port),
            ["Netra:ManagementUrl"] = management,
            ["Netra:Cluster:SiloPort"] = siloPort.ToString(CultureInfo.InvariantCulture),
            ["Netra:Storage:RocksDb:Path"] = Path.Combine(_data.FullName, "data"),
        };
        if (primary is not null) values["Netra:Cluster:PrimarySilo"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{primary}");
        foreach (var (name, value) in settings.Concat(run.Program.Settings)) values[name] = value;
        string[] command = ["dotnet", run.Program.Assembly, .. values.SelectMany(setting => new[] { "--" + setting.Key, setting.Value })];

        var process = await ServerProcess.StartAsync(
            $"Netra ({role})", command, run.Program.Environment,
            line => line.StartsWith("Netra is ready", StringComparison.Ordinal), run.CancellationToken);
        _processes.Add(process);
        run.Report.NoteProcess(process.Id);
        await WaitUntilReadyAsync(management, run.CancellationToken);
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
