namespace Netra.Testing;

/// <summary>Finds the folder of the solution.</summary>
internal static class RepositoryRoot
{
    public const string Solution = "Netra.Orleans.sln";

    /// <summary>The nearest folder above the running program that holds the solution; null when none does.</summary>
    public static string? Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Solution))) folder = folder.Parent;
        return folder?.FullName;
    }
}
