using System.ComponentModel;
using System.Diagnostics;

namespace Netra.Deploy.Tests;

/// <summary>The kubectl that is on the path, or that NETRA_KUBECTL names. It needs no cluster for what is asked of it.</summary>
internal static class Kubectl
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>What <c>kubectl kustomize</c> makes of a folder.</summary>
    /// <exception cref="InvalidOperationException">It fails, or warns.</exception>
    public static string Kustomize(string folder)
    {
        var program = Environment.GetEnvironmentVariable("NETRA_KUBECTL") is { Length: > 0 } named ? named : "kubectl";
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("kustomize");
        start.ArgumentList.Add(folder);
        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Timeout))
        {
            process.Kill();
            throw new InvalidOperationException($"'{program} kustomize {folder}' did not end within {Timeout}.");
        }

        // Warnings are about what the next version refuses.
        if (process.ExitCode != 0 || error.Result.Length > 0)
            throw new InvalidOperationException($"'{program} kustomize {folder}' ended with {process.ExitCode}: {error.Result}");
        return output.Result;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"'{start.FileName}' can't be run; test.sh installs kubectl.", exception);
        }
    }
}
