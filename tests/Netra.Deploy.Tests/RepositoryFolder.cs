using Netra.Testing;

namespace Netra.Deploy.Tests;

/// <summary>The folder of the solution that this build stands in.</summary>
internal static class RepositoryFolder
{
    public static string Path { get; } = RepositoryRoot.Find() ?? throw new InvalidOperationException("The tests stand in no folder of the solution.");

    /// <summary>The text of one of its files.</summary>
    /// <param name="path">The file's path below the folder.</param>
    public static string Read(string path) => File.ReadAllText(System.IO.Path.Combine(Path, path));
}
