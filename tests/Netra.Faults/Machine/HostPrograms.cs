namespace Netra.Faults;

/// <summary>Finds the programs that were built with this one.</summary>
internal static class HostPrograms
{
    /// <summary>The host.</summary>
    public static string Host => Find("src", "Netra.Host");

    /// <summary>What plants faults into a host that is started with it.</summary>
    public static string Bugs => Find("tests", "Netra.Faults.Bugs");

    /// <summary>Its assembly, of the same configuration as this one.</summary>
    private static string Find(string folder, string project)
    {
        var assembly = BuiltProgram.PathOf(folder, project) ?? throw new FaultsException($"{BuiltProgram.NoRepository}; name the host by --host.");
        return File.Exists(assembly) ? assembly : throw new FaultsException($"{project} is not built: '{assembly}' is missing.");
    }
}
