using System.Globalization;

namespace Netra.Bench;

/// <summary>A Redis server that keeps nothing, on a port of its own.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "redis-server";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("netra-bench-redis-");
    private readonly int _port = FreePorts.Next();
    private ServerProcess? _process;

    private RedisServer()
    {
    }

    /// <summary>Whether there is such a program on this machine.</summary>
    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, Program)));

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    public int ProcessId => _process!.Id;

    public static async Task<RedisServer> StartAsync(RunContext run)
    {
        var redis = new RedisServer();
        try
        {
            var port = redis._port.ToString(CultureInfo.InvariantCulture);
            string[] command = [Program, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", redis._directory.FullName];
            redis._process = await ServerProcess.StartAsync(
                "Redis", command, new Dictionary<string, string>(), line => line.Contains("Ready to accept connections", StringComparison.Ordinal), run.CancellationToken);
            run.Report.NoteProcess(redis._process.Id);
            return redis;
        }
        catch
        {
            await redis.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
