using Netra.Testing;

namespace Netra.Tidy.Tests;

/// <summary>The text files of the repository that this build stands in, without what is built or ignored.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] IgnoredFolders =
        [".git", ".idea", ".vs", "TestResults", "artifacts", "bin", "data", "node_modules", "obj"];

    private static readonly string[] BinaryExtensions = [".bin", ".gif", ".ico", ".jpg", ".pfx", ".png", ".webp", ".woff2", ".zip"];

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = RepositoryRoot.Find() ?? throw new InvalidOperationException("The tests stand in no folder of the solution.");

    public static IReadOnlyList<RepositoryFile> All { get; } = [.. Read(Root).OrderBy(file => file.Path, StringComparer.Ordinal)];

    private static IEnumerable<RepositoryFile> Read(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (BinaryExtensions.Contains(Path.GetExtension(path))) continue;
            yield return new RepositoryFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path));
        }

        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            if (IgnoredFolders.Contains(Path.GetFileName(inner))) continue;
            foreach (var file in Read(inner)) yield return file;
        }
    }
}
