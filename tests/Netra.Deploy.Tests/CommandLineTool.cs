using System.ComponentModel;
using System.Diagnostics;

namespace Netra.Deploy.Tests;

/// <summary>A program that is on the path, or that an environment variable names.</summary>
/// <param name="name">Its name.</param>
/// <param name="variable">The variable.</param>
internal sealed class CommandLineTool(string name, string variable)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>Runs it to its end: its exit code, and what it wrote.</summary>
    public (int ExitCode, string Output, string Error) Run(params IEnumerable<string> arguments)
    {
        var program = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named ? named : name;
        using var process = Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Timeout))
        {
            process.Kill();
            throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' did not end within {Timeout}.");
        }

        return (process.ExitCode, output.Result, error.Result);
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"'{start.FileName}' can't be run; test.sh installs {name}.", exception);
        }
    }
}
