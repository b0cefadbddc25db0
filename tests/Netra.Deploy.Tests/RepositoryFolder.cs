namespace Netra.Deploy.Tests;

/// <summary>The folder of the solution that this build stands in.</summary>
internal static class RepositoryFolder
{
    public static string Path { get; } = Find();

    /// <summary>The text of one of its files.</summary>
    /// <param name="path">The file's path below the folder.</param>
    public static string Read(string path) => File.ReadAllText(System.IO.Path.Combine(Path, path));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Netra.Orleans.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests stand in no folder of the solution.");
    }
}
