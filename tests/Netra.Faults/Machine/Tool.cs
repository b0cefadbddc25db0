using System.ComponentModel;
using System.Diagnostics;

namespace Netra.Faults;

/// <summary>Runs small programs of the system to their end.</summary>
internal static class Tool
{
    /// <summary>Runs a program and answers what it wrote.</summary>
    /// <exception cref="FaultsException">It is not there, or failed.</exception>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        var (exitCode, output, errors) = await TryAsync(program, arguments);
        if (exitCode == 0) return output;
        throw new FaultsException($"'{program} {string.Join(' ', arguments)}' failed with {exitCode}: {errors.Trim()}");
    }

    /// <summary>Runs a program, however it ends.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> TryAsync(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output, errors);
        }
        catch (Win32Exception exception)
        {
            throw new FaultsException($"'{program}' can't be run: {exception.Message}. On Debian, ./test.sh installs it.", exception);
        }
    }
}
