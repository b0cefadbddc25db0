namespace Netra.Tidy.Tests;

/// <summary>Every project is in the solution, so that it is built and tested.</summary>
internal static class SolutionMembers
{
    public static IEnumerable<string> Check(IReadOnlyCollection<RepositoryFile> files)
    {
        var solution = files.Single(file => file.Path == "Netra.Orleans.sln").Text.Replace('\\', '/');
        return files
            .Where(file => file.IsProject && (file.IsIn("src") || file.IsIn("tests") || file.IsIn("bench")))
            .Where(file => !solution.Contains($"\"{file.Path}\"", StringComparison.Ordinal))
            .Select(file => $"{file.Path}: is not in the solution");
    }
}
