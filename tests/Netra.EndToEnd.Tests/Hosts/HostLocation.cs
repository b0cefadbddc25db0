namespace Netra.EndToEnd.Tests;

/// <summary>Finds the host that was built with these tests.</summary>
internal static class HostLocation
{
    private const string Solution = "Netra.Orleans.sln";

    /// <summary>The host's assembly, of the same configuration and framework as this one.</summary>
    public static string Assembly { get; } = Find();

    private static string Find()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = output;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, Solution))) root = root.Parent;
        if (root is null) throw new FileNotFoundException($"No directory above '{output.FullName}' holds {Solution}.");
        var assembly = Path.Combine(root.FullName, "src", "Netra.Host", "bin", output.Parent!.Name, output.Name, "Netra.Host.dll");
        return File.Exists(assembly) ? assembly : throw new FileNotFoundException($"The host is not built: '{assembly}' is missing.");
    }
}
