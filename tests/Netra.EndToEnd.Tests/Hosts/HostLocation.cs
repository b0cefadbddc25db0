namespace Netra.EndToEnd.Tests;

/// <summary>Finds the programs that were built with these tests.</summary>
internal static class HostLocation
{
    /// <summary>The host's assembly, of the same configuration and framework as this one.</summary>
    public static string Assembly => Find("src", "Netra.Host");

    /// <summary>The application with handlers that <c>tests/Netra.TestHost</c> is.</summary>
    public static string HandlerAssembly => Find("tests", "Netra.TestHost");

    private static string Find(string folder, string project)
    {
        var assembly = BuiltProgram.PathOf(folder, project) ?? throw new FileNotFoundException($"{BuiltProgram.NoRepository}.");
        return File.Exists(assembly) ? assembly : throw new FileNotFoundException($"{project} is not built: '{assembly}' is missing.");
    }
}
