namespace Netra.Deploy.Tests;

/// <summary>The kubectl that is on the path, or that NETRA_KUBECTL names. It needs no cluster for what is asked of it.</summary>
internal static class Kubectl
{
    private static readonly CommandLineTool Tool = new("kubectl", "NETRA_KUBECTL");

    /// <summary>What <c>kubectl kustomize</c> makes of a folder.</summary>
    /// <exception cref="InvalidOperationException">It fails, or warns.</exception>
    public static string Kustomize(string folder)
    {
        var (exitCode, output, error) = Tool.Run("kustomize", folder);
        // Warnings are about what the next version refuses.
        if (exitCode != 0 || error.Length > 0) throw new InvalidOperationException($"'kubectl kustomize {folder}' ended with {exitCode}: {error}");
        return output;
    }
}
