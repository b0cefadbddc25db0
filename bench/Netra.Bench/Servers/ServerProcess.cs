using System.Diagnostics;

namespace Netra.Bench;

/// <summary>A process that this one has started, and ends: by its id, with SIGKILL, which it can't refuse.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int KeptLines = 50;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private readonly Process _process;
    private readonly string _name;
    private Action<string>? _onLine;

    private ServerProcess(string name, Process process)
    {
        _name = name;
        _process = process;
    }

    public int Id => _process.Id;

    /// <summary>Starts an assembly with dotnet and waits until it writes a line that says that it is ready.</summary>
    /// <param name="name">What it is, for messages.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Added to the environment; settings of Netra and of the runtime that stand in ours do not reach it.</param>
    /// <param name="isReady">Whether a line says so.</param>
    /// <param name="cancellationToken">Ends the wait, and the process.</param>
    public static async Task<ServerProcess> StartAsync(
        string name, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, Func<string, bool> isReady, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);
        foreach (var setting in start.Environment.Keys.Where(IsSetting).ToList()) start.Environment.Remove(setting);
        foreach (var (setting, value) in environment) start.Environment[setting] = value;

        var server = new ServerProcess(name, new Process { StartInfo = start });
        try
        {
            await server.StartAsync(isReady, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes its input, which asks a program of ours to end, and answers the next line that it writes.</summary>
    public async Task<string> FinishAsync(CancellationToken cancellationToken)
    {
        var next = NextLineAsync(_ => true);
        _process.StandardInput.Close();
        return await WaitAsync(next, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited) _process.Kill();
            await _process.WaitForExitAsync();
        }
        catch (InvalidOperationException)
        {
            // It was never started.
        }

        _process.Dispose();
    }

    private async Task StartAsync(Func<string, bool> isReady, CancellationToken cancellationToken)
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        var ready = NextLineAsync(isReady);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitAsync(ready, cancellationToken);
    }

    private async Task<string> WaitAsync(Task<string> line, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var exited = _process.WaitForExitAsync(over.Token);
        var first = await Task.WhenAny(line, exited, Task.Delay(StartTimeout, over.Token));
        await over.CancelAsync();
        if (first == line || line.IsCompletedSuccessfully) return await line;
        cancellationToken.ThrowIfCancellationRequested();
        throw new BenchException($"{_name} {(first == exited ? "ended" : $"did not answer in {StartTimeout}")}. It wrote:\n{Tail()}");
    }

    private Task<string> NextLineAsync(Func<string, bool> isWanted)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _onLine = line =>
            {
                if (isWanted(line)) found.TrySetResult(line);
            };
        }

        return found.Task;
    }

    private void Take(string? line)
    {
        if (string.IsNullOrEmpty(line)) return;
        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines) _lines.Dequeue();
            _onLine?.Invoke(line);
        }
    }

    private string Tail()
    {
        lock (_gate) return string.Join('\n', _lines);
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("Netra__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Logging__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_ENVIRONMENT" or "DOTNET_STARTUP_HOOKS" or "URLS";
}
