namespace Netra.EndToEnd.Tests;

/// <summary>Finds the programs that were built with these tests.</summary>
internal static class HostLocation
{
    private const string Solution = "Netra.Orleans.sln";

    /// <summary>The host's assembly, of the same configuration and framework as this one.</summary>
    public static string Assembly { get; } = Find("src", "Netra.Host");

    /// <summary>The application with handlers that <c>tests/Netra.TestHost</c> is.</summary>
    public static string HandlerAssembly { get; } = Find("tests", "Netra.TestHost");

    private static string Find(string folder, string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = output;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, Solution))) root = root.Parent;
        if (root is null) throw new FileNotFoundException($"No directory above '{output.FullName}' holds {Solution}.");
        var assembly = Path.Combine(root.FullName, folder, project, "bin", output.Parent!.Name, output.Name, project + ".dll");
        return File.Exists(assembly) ? assembly : throw new FileNotFoundException($"{project} is not built: '{assembly}' is missing.");
    }
}
