using System.Diagnostics;

namespace Netra.Faults;

/// <summary>
/// A process of the cluster and who looks after it: when it ends, for whatever reason, it is started again, as an orchestrator would, unless a fault holds it
/// down.
/// </summary>
internal sealed class HostProcess(
    NetworkNode node, bool hasGrains, bool hasGateway, ProcessStartInfo start, string logPath, HistoryRecorder history) : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int Stop = 19;
    private const int Continue = 18;
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private Process? _process;
    private Task _supervising = Task.CompletedTask;
    private int _holds;

    public NetworkNode Node => node;

    public string Name => node.Name;

    /// <summary>Whether users can be at home there.</summary>
    public bool HasGrains => hasGrains;

    /// <summary>Whether clients and publishers can come there.</summary>
    public bool HasGateway => hasGateway;

    /// <summary>Where clients and publishers come.</summary>
    public Uri Url { get; } = new($"http://{node.Address}:5080");

    /// <summary>Where health is.</summary>
    public Uri ManagementUrl { get; } = new($"http://{node.Address}:5081");

    /// <summary>How often it has been started.</summary>
    public int Starts { get; private set; }

    public void BeginToRun() => _supervising = SuperviseAsync();

    public void Kill() => Signal(9);

    public void AskToStop() => Signal(Terminate);

    public void Pause() => Signal(Stop);

    public void Resume() => Signal(Continue);

    /// <summary>Once it has ended, it stays away until <see cref="Release"/>.</summary>
    public void Hold() => Interlocked.Increment(ref _holds);

    public void Release() => Interlocked.Decrement(ref _holds);

    /// <summary>Waits until the present run of it has ended.</summary>
    public async Task ExitAsync(CancellationToken cancellationToken)
    {
        Process? process;
        lock (_gate) process = _process;
        if (process is not null) await process.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        Signal(9);
        await _supervising;
        _process?.Dispose();
        _ending.Dispose();
    }

    private async Task SuperviseAsync()
    {
        await using var log = new StreamWriter(logPath) { AutoFlush = true };
        while (!_ending.IsCancellationRequested)
        {
            while (Volatile.Read(ref _holds) > 0 && !_ending.IsCancellationRequested) await Task.Delay(Tick, CancellationToken.None);
            if (_ending.IsCancellationRequested) return;
            var process = Start(log);
            await process.WaitForExitAsync(CancellationToken.None);
            Tell("exited", process, process.ExitCode);
            Write(log, $"== exited with {process.ExitCode}");
            await Task.Delay(RestartDelay, CancellationToken.None);
        }
    }

    private Process Start(StreamWriter log)
    {
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => TakeLine(process, log, line.Data);
        process.ErrorDataReceived += (_, line) => TakeLine(process, log, line.Data);
        lock (_gate)
        {
            _process?.Dispose();
            process.Start();
            _process = process;
            Starts++;
        }

        Tell("started", process);
        Write(log, $"== started as {process.Id}");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        // The run may have ended between the two.
        if (_ending.IsCancellationRequested) Signal(9);
        return process;
    }

    private void TakeLine(Process process, StreamWriter log, string? line)
    {
        if (line is null) return;
        Write(log, line);
        if (line.StartsWith("Netra is ready", StringComparison.Ordinal)) Tell("ready", process);
    }

    private void Write(StreamWriter log, string line)
    {
        lock (log) log.WriteLine($"{history.NowMs,8} {line}");
    }

    private void Tell(string phase, Process process, int? exitCode = null) =>
        history.Add(new ProcessPhase { AtMs = history.NowMs, Process = Name, Phase = phase, ProcessId = process.Id, ExitCode = exitCode });

    private void Signal(int signal)
    {
        lock (_gate)
        {
            if (_process is { HasExited: false } process) PostgresProcess.Signal(process, signal);
        }
    }
}
