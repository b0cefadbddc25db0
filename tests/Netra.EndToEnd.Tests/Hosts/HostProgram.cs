using System.Diagnostics;

namespace Netra.EndToEnd.Tests;

/// <summary>One run of the host's program, from its start to its end, with what it writes.</summary>
public sealed class HostProgram : IDisposable
{
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    private readonly Process _process;

    private HostProgram(Process process, HostOutput output)
    {
        _process = process;
        Output = output;
        Exited = process.WaitForExitAsync();
    }

    /// <summary>What it writes, to both of its streams.</summary>
    public HostOutput Output { get; }

    /// <summary>How much memory it has in use, as the system counts it.</summary>
    public long WorkingSetBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The process, as the system names it.</summary>
    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The end of the program and of its output.</summary>
    public Task Exited { get; }

    /// <summary>Starts the program. No setting of this process's environment reaches it.</summary>
    public static HostProgram Start(IEnumerable<string> arguments, HostOutput? output = null, string? assembly = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(assembly ?? HostLocation.Assembly);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList()) start.Environment.Remove(name);

        output ??= new HostOutput(maxLines: 2_000);
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => output.Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new HostProgram(process, output);
    }

    /// <summary>Runs the program to its end. Answers the exit code and all it wrote.</summary>
    public static async Task<(int ExitCode, string Text)> RunAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        try
        {
            var exitCode = await program.ExitAsync(Patience.Long);
            return (exitCode, program.Output.Text);
        }
        finally
        {
            await program.KillAsync();
        }
    }

    /// <summary>Waits for the end of the program and of its output.</summary>
    public async Task<int> ExitAsync(TimeSpan timeout)
    {
        try
        {
            await Exited.WaitAsync(timeout);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The host did not exit in {timeout}. It wrote:\n{Output.Tail()}");
        }

        return _process.ExitCode;
    }

    /// <summary>Sends SIGKILL, which no process can do anything about, and waits for the end.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await ExitAsync(Patience.Long);
    }

    /// <summary>Sends SIGTERM: asks for an orderly end.</summary>
    public void AskToStop() => Signal(Terminate);

    /// <summary>Sends SIGSTOP: nothing of it runs until <see cref="Resume"/>, and its sockets stay open.</summary>
    public void Suspend() => Signal(Stop);

    /// <summary>Sends SIGCONT.</summary>
    public void Resume() => Signal(Continue);

    public void Dispose() => _process.Dispose();

    private void Signal(int signal)
    {
        if (NativeMethods.Kill(_process.Id, signal) != 0) throw new InvalidOperationException($"The signal {signal} could not be sent.");
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("Netra__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Logging__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_ENVIRONMENT" or "DOTNET_STARTUP_HOOKS" or "URLS";
}
