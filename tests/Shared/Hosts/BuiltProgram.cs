namespace Netra.Testing;

/// <summary>Finds the programs of the repository that were built with the running one.</summary>
internal static class BuiltProgram
{
    private static readonly DirectoryInfo Output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>Why <see cref="PathOf"/> knows no place: the beginning of a sentence.</summary>
    public static string NoRepository => $"No directory above '{Output.FullName}' holds {RepositoryRoot.Solution}";

    /// <summary>
    /// Where the assembly of a project is, or would be when it were built, of the running program's configuration and framework; null when that one stands in
    /// no folder of the solution.
    /// </summary>
    /// <param name="folder">The top folder that the project is in.</param>
    /// <param name="project">Its name.</param>
    public static string? PathOf(string folder, string project) => RepositoryRoot.Find() is { } root
        ? Path.Combine(root, folder, project, "bin", Output.Parent!.Name, Output.Name, project + ".dll")
        : null;
}
