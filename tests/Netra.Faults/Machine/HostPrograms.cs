namespace Netra.Faults;

/// <summary>Finds the programs that were built with this one.</summary>
internal static class HostPrograms
{
    private const string Solution = "Netra.Orleans.sln";

    /// <summary>The host.</summary>
    public static string Host => Find("src", "Netra.Host");

    /// <summary>What plants faults into a host that is started with it.</summary>
    public static string Bugs => Find("tests", "Netra.Faults.Bugs");

    /// <summary>Its assembly, of the same configuration as this one.</summary>
    private static string Find(string folder, string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = output;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, Solution))) root = root.Parent;
        if (root is null) throw new FaultsException($"No directory above '{output.FullName}' holds {Solution}; name the host by --host.");
        var assembly = Path.Combine(root.FullName, folder, project, "bin", output.Parent!.Name, output.Name, project + ".dll");
        return File.Exists(assembly) ? assembly : throw new FaultsException($"{project} is not built: '{assembly}' is missing.");
    }
}
