using System.Globalization;
using System.Net;

namespace Netra.EndToEnd.Tests;

/// <summary>
/// The real host as a process of its own, on free loopback ports and a data directory of its own. It can be killed and started again on both.
/// </summary>
/// <example><c>await using var host = await HostProcess.StartAsync(); await host.KillAsync(); await host.StartAgainAsync();</c></example>
public sealed class HostProcess : IAsyncDisposable
{
    private readonly HostSettings _settings;
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("netra-e2e-");
    private readonly int _port = FreePorts.Next();
    private readonly int _managementPort = FreePorts.Next();
    private HostProgram? _program;

    private HostProcess(HostSettings settings)
    {
        _settings = settings;
        Output = new HostOutput(settings.MaxOutputLines);
        Api = new NetraApi(BaseUrl);
    }

    /// <summary>Where sockets and the HTTP API are, such as <c>http://127.0.0.1:20123</c>.</summary>
    public string BaseUrl => Address(_port);

    /// <summary>Where health is.</summary>
    public string ManagementUrl => Address(_managementPort);

    /// <summary>The port on which the processes of a cluster speak to each other.</summary>
    public int SiloPort { get; } = FreePorts.Next();

    /// <summary>The port of <see cref="BaseUrl"/>.</summary>
    public int Port => _port;

    /// <summary>The port of <see cref="ManagementUrl"/>.</summary>
    public int ManagementPort => _managementPort;

    /// <summary>Where its data is.</summary>
    public string DataPath => Path.Combine(_root.FullName, "data");

    /// <summary>Its role; null where the settings leave it.</summary>
    public string? Role => _settings.Values.TryGetValue("Netra:Role", out var role) ? role : null;

    /// <summary>What it has written, over all of its starts.</summary>
    public HostOutput Output { get; }

    /// <summary>The server API and the development tokens of this host.</summary>
    public NetraApi Api { get; }

    /// <summary>How much memory it has in use, as the system counts it.</summary>
    public long WorkingSetBytes => _program!.WorkingSetBytes;

    /// <summary>The process, as the system names it.</summary>
    public int ProcessId => _program!.ProcessId;

    public bool IsRunning => _program is { HasExited: false };

    /// <summary>Starts a host and waits until it is ready.</summary>
    public static async Task<HostProcess> StartAsync(HostSettings? settings = null)
    {
        var host = new HostProcess(settings ?? new HostSettings());
        try
        {
            await host.StartAgainAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again on the same ports and data, and waits until it is ready.</summary>
    public async Task StartAgainAsync()
    {
        if (IsRunning) throw new InvalidOperationException("The host is running.");
        _program?.Dispose();
        var ready = Output.NextAsync(line => line.StartsWith("Netra is ready", StringComparison.Ordinal));
        _program = HostProgram.Start(Arguments(), Output, _settings.Assembly);
        if (await Task.WhenAny(ready, _program.Exited).WaitAsync(Patience.Long) != ready)
            throw new InvalidOperationException($"The host ended before it was ready. It wrote:\n{Output.Tail()}");
        await WaitUntilReadyAsync();
    }

    /// <summary>What it says of its readiness.</summary>
    public async Task<string> ReadinessAsync()
    {
        using var http = new HttpClient { Timeout = Patience.Short };
        using var answer = await http.GetAsync(new Uri(ManagementUrl + "/health/ready"));
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _program?.KillAsync() ?? Task.CompletedTask;

    /// <summary>Sends SIGTERM without waiting for what comes of it.</summary>
    public void AskToStop() => _program!.AskToStop();

    /// <summary>Sends SIGSTOP: nothing of it runs until <see cref="Resume"/>, and its sockets stay open.</summary>
    public void Suspend() => _program!.Suspend();

    /// <summary>Sends SIGCONT.</summary>
    public void Resume() => _program!.Resume();

    /// <summary>Waits for its end and answers the exit code.</summary>
    public Task<int> ExitAsync(TimeSpan? timeout = null) => _program!.ExitAsync(timeout ?? Patience.Long);

    /// <summary>SIGTERM, and waits for its end. Answers the exit code.</summary>
    public Task<int> StopAsync(TimeSpan? timeout = null)
    {
        AskToStop();
        return ExitAsync(timeout);
    }

    /// <summary>Connects a socket for a user, with a development token.</summary>
    /// <param name="user">The user.</param>
    /// <param name="query">Further query parameters, such as <c>last_seq=4&amp;epoch=x</c>.</param>
    public async Task<NetraSocket> ConnectAsync(string user, string query = "") =>
        await NetraSocket.ConnectAsync(BaseUrl, await TokenAsync(user), query);

    /// <summary>A token for a user: from the host's own endpoint, which other programs don't have.</summary>
    public async Task<string> TokenAsync(string user) => _settings.Assembly is null ? await Api.TokenAsync(user) : TestToken.For(user);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _program?.Dispose();
        Api.Dispose();
        // xunit shows it for tests that fail.
        TestContext.Current.TestOutputHelper?.WriteLine($"Host {BaseUrl} wrote:\n{Output.Tail()}");
        _root.Delete(recursive: true);
    }

    /// <summary>The arguments that it is started with.</summary>
    public IReadOnlyList<string> Arguments()
    {
        var values = new Dictionary<string, string>
        {
            ["environment"] = _settings.Environment,
            ["Netra:Url"] = BaseUrl,
            ["Netra:ManagementUrl"] = ManagementUrl,
            ["Netra:Cluster:SiloPort"] = SiloPort.ToString(CultureInfo.InvariantCulture),
            ["Netra:Storage:RocksDb:Path"] = DataPath,
        };
        foreach (var (name, value) in _settings.Values) values[name] = value;
        return [.. values.SelectMany(setting => new[] { "--" + setting.Key, setting.Value })];
    }

    private async Task WaitUntilReadyAsync()
    {
        using var http = new HttpClient { Timeout = Patience.Short };
        using var patience = new CancellationTokenSource(Patience.Long);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            using var answer = await http.GetAsync(new Uri(ManagementUrl + "/health/ready"), patience.Token);
            if (answer.StatusCode == HttpStatusCode.OK) return;
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
