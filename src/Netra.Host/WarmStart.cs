using System.Runtime;
using System.Security.Cryptography;
using Netra.Abstractions;
using Netra.Gateway;
using Netra.Storage.RocksDb;

namespace Netra.Host;

/// <summary>
/// Notes once which methods a start and its first clients made the runtime compile, so that later starts of the same build have them compiled on a thread beside everything else, before the
/// clients come back. They are those that can't be compiled ahead, most of them the framework's generics over types of Netra and Orleans.
/// </summary>
/// <remarks>
/// Failure policy: notes that are missing, damaged or of another build cost the advantage and nothing else; those of a start that was not completed are not used again, and are made anew. That
/// they can't be written is logged. The runtime reads and writes them (<see cref="ProfileOptimization"/>), and does neither on a machine with one core. Event ids 5900 to 5999.
/// </remarks>
internal sealed partial class WarmStart : BackgroundService
{
    private const string Folder = "warm-start";
    private const string Extension = ".methods";

    /// <summary>How long the first clients are watched: about as long as what they need is compiled for.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(2);

    /// <summary>How long a process without sockets is watched, which does not see when its first client comes.</summary>
    private static readonly TimeSpan WatchedWithoutSockets = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly string _directory;
    private readonly NetraRole _role;
    private readonly string _build;
    private readonly string? _known;
    private readonly IConnectionReports? _connections;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly ILogger<WarmStart> _logger;

    private WarmStart(string directory, NetraRole role, string build, string? known, IServiceProvider services)
    {
        (_directory, _role, _build, _known) = (directory, role, build, known);
        _connections = services.GetService<IConnectionReports>();
        _lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        _time = services.GetRequiredService<TimeProvider>();
        _logger = services.GetRequiredService<ILogger<WarmStart>>();
    }

    /// <summary>Has the runtime compile what is noted, or lets it note what it compiles. Once in a process.</summary>
    public static void Begin(IServiceCollection services, NetraHostOptions host, RocksDbOptions store)
    {
        var isEmbedded = host is { HasUserGrains: true, Store: NetraStore.RocksDb } && !string.IsNullOrEmpty(store.Path);
        var path = host.WarmStartPath ?? (isEmbedded ? Path.Combine(store.Path, Folder) : "");
        if (path.Length == 0) return;
        var directory = Path.GetFullPath(path);
        // The module's id is another for each build: the commit is in it.
        var build = $"{typeof(WarmStart).Module.ModuleVersionId:N}-{Environment.Version}-{host.Role}";
        var known = Take(directory, build);
        ProfileOptimization.SetProfileRoot(directory);
        ProfileOptimization.StartProfile(known is null ? NewName(build) : TakenName(known));
        services.AddHostedService(provider => new WarmStart(directory, host.Role, build, known, provider));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (_known is { } known)
            {
                await StartedAsync(stoppingToken);
                File.Move(Path.Combine(_directory, TakenName(known)), Path.Combine(_directory, known), overwrite: true);
                return;
            }

            await WatchAsync(stoppingToken);
            Write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            NotWritten(_logger, _directory, exception.Message);
        }
    }

    // The runtime writes to the file that it was told to read: notes that are being made have another name, and are never read in part.
    private static string NewName(string build) => build + ".new";

    private static string TakenName(string name) => name + ".taken";

    /// <summary>The name of this build's notes, which are out of the way until the start is complete; null where there are none that are whole.</summary>
    private static string? Take(string directory, string build)
    {
        try
        {
            if (!Directory.Exists(directory)) return null;
            // A process that ends in order leaves what it has noted so far, which nobody has checked.
            File.Delete(Path.Combine(directory, NewName(build)));
            if (Directory.EnumerateFiles(directory, $"{build}-*{Extension}").FirstOrDefault() is not { } path) return null;
            var name = Path.GetFileName(path);
            if (name != NameOf(build, path)) return null;
            File.Move(path, Path.Combine(directory, TakenName(name)), overwrite: true);
            return name;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The same stands in the way when they are to be written, and is logged then.
            return null;
        }
    }

    /// <summary>The name tells what is in the file: the runtime does not check it.</summary>
    private static string NameOf(string build, string path) => $"{build}-{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}{Extension}";

    private async Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = _lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    /// <summary>Waits for the first client, and for what it needs.</summary>
    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Step, _time);
        var began = _time.GetTimestamp();
        while (_connections is null ? _time.GetElapsedTime(began) < WatchedWithoutSockets : _connections.Find(ConnectionKind.All, 1).Count == 0)
            await timer.WaitForNextTickAsync(stoppingToken);
        await Task.Delay(Watched, _time, stoppingToken);
    }

    private void Write()
    {
        Directory.CreateDirectory(_directory);
        var written = Path.Combine(_directory, NewName(_build));
        File.Delete(written);
        // Ends the notes, and writes them.
        ProfileOptimization.StartProfile(null!);
        // With one core there are none.
        if (!File.Exists(written)) return;
        foreach (var old in Directory.EnumerateFiles(_directory, $"*-{_role}-*")) File.Delete(old);
        File.Move(written, Path.Combine(_directory, NameOf(_build, written)));
        Written(_logger, _directory);
    }

    [LoggerMessage(5900, LogLevel.Debug, "Noted in {Path} which code the first clients needed; the next start has it ready")]
    private static partial void Written(ILogger logger, string path);

    [LoggerMessage(5901, LogLevel.Warning, "Which code the first clients needed could not be noted in {Path}; the next start takes as long as this one: {Why}")]
    private static partial void NotWritten(ILogger logger, string path, string why);
}
