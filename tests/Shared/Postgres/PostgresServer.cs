using System.Diagnostics;
using System.Net;
using Npgsql;

namespace Netra.Testing;

/// <summary>A real PostgreSQL server with a data directory of its own, which a test starts, stops, kills and starts again.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const int Kill = 9;
    private const string Superuser = "netra";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PostgresServerOptions _options;
    private readonly string _directory;
    private readonly Queue<string> _log = new();
    private Process? _server;

    private PostgresServer(PostgresServerOptions options, string directory, int port)
    {
        _options = options;
        _directory = directory;
        Port = port;
    }

    public int Port { get; }

    /// <summary>The server's first process; those of its sessions are its children.</summary>
    public int ProcessId => (_server ?? throw new InvalidOperationException("The server was not started.")).Id;

    /// <summary>The data directory.</summary>
    public string DataDirectory => Path.Combine(_directory, "data");

    /// <summary>The last lines that the server wrote.</summary>
    public string Log
    {
        get
        {
            lock (_log) return string.Join('\n', _log);
        }
    }

    /// <summary>Makes an empty cluster of databases and starts a server on it. Whoever can reach it may do everything: no passwords.</summary>
    public static async Task<PostgresServer> StartAsync(PostgresServerOptions? options = null)
    {
        options ??= new PostgresServerOptions();
        var directory = Directory.CreateTempSubdirectory("netra-postgres-").FullName;
        if (options.Directory is { } parent) directory = Directory.CreateDirectory(Path.Combine(parent, Path.GetFileName(directory))).FullName;
        PostgresProcess.GiveAway(directory);
        var server = new PostgresServer(options, directory, options.Port == 0 ? FreePorts.Next() : options.Port);
        try
        {
            await server.InitializeAsync();
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>How to reach a database of it.</summary>
    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = _options.Address.ToString(),
            Port = Port,
            Username = Superuser,
            Database = database,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    /// <summary>Makes an empty database with a name of its own, and says how to reach it.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"db_{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Stops the server as an operator would: sessions end at once, nothing is left to recover.</summary>
    public Task StopAsync() => EndAsync(PostgresProcess.FastStop);

    /// <summary>Ends all processes of the server without a checkpoint, as a crash does.</summary>
    public Task CrashAsync() => EndAsync(PostgresProcess.ImmediateStop);

    /// <summary>Sends SIGKILL to the server's first process; the others notice and end by themselves.</summary>
    public Task KillAsync() => EndAsync(Kill);

    /// <summary>Starts the server on its data directory and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        if (_server is { HasExited: false }) throw new InvalidOperationException("The server is running.");
        string[] settings =
        [
            $"listen_addresses={_options.Address}", $"port={Port}", "unix_socket_directories=", "max_connections=200", "log_min_messages=warning", .. _options.Settings,
        ];
        _server = PostgresProcess.Start(_options.Prefix, "postgres", ["-D", DataDirectory, .. settings.SelectMany(setting => (string[])["-c", setting])]);
        _server.OutputDataReceived += (_, line) => Keep(line.Data);
        _server.ErrorDataReceived += (_, line) => Keep(line.Data);
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        await UntilItAnswersAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false }) await CrashAsync();
        _server?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task InitializeAsync()
    {
        using var initialize = PostgresProcess.Start(
            [], "initdb", "-D", DataDirectory, "-U", Superuser, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions", "--no-sync");
        var written = initialize.StandardOutput.ReadToEndAsync();
        var errors = await initialize.StandardError.ReadToEndAsync();
        await initialize.WaitForExitAsync();
        if (initialize.ExitCode != 0) throw new InvalidOperationException($"initdb failed: {errors}{await written}");
        // initdb lets in whoever comes from this machine; those of other network namespaces do not.
        if (!IPAddress.IsLoopback(_options.Address)) await File.AppendAllTextAsync(Path.Combine(DataDirectory, "pg_hba.conf"), "\nhost all all 0.0.0.0/0 trust\n");
    }

    private async Task EndAsync(int signal)
    {
        var server = _server ?? throw new InvalidOperationException("The server was not started.");
        if (server.HasExited) return;
        PostgresProcess.Signal(server, signal);
        using var patience = new CancellationTokenSource(Patience);
        await server.WaitForExitAsync(patience.Token);
    }

    private async Task UntilItAnswersAsync(Process server)
    {
        var begun = Stopwatch.GetTimestamp();
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false;Timeout=2");
        while (true)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync();
                return;
            }
            catch (NpgsqlException exception)
            {
                if (server.HasExited) throw new InvalidOperationException($"PostgreSQL did not start. It wrote:\n{Log}", exception);
                if (Stopwatch.GetElapsedTime(begun) > Patience) throw new TimeoutException($"PostgreSQL did not answer in {Patience}. It wrote:\n{Log}", exception);
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_log)
        {
            _log.Enqueue(line);
            if (_log.Count > 200) _log.Dequeue();
        }
    }
}
