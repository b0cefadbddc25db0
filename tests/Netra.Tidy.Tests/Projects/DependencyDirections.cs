namespace Netra.Tidy.Tests;

/// <summary>Dependencies point one way: from the host down to the protocol.</summary>
internal static class DependencyDirections
{
    private const string AspNet = "Microsoft.AspNetCore";
    private const string Orleans = "Microsoft.Orleans";

    private static readonly Dictionary<string, DependencyRule> Rules = new()
    {
        ["Netra.Protocol"] = new([], ""),
        ["Netra.Abstractions"] = new(["Netra.Protocol"], AspNet),
        ["Netra.Storage"] = new(["Netra.Protocol"], AspNet, Orleans),
        ["Netra.Storage.RocksDb"] = new(["Netra.Protocol", "Netra.Storage"], AspNet, Orleans),
        ["Netra.Storage.PostgreSql"] = new(["Netra.Protocol", "Netra.Storage"], AspNet, Orleans),
        ["Netra.Streaming"] = new(["Netra.Protocol", "Netra.Abstractions"], AspNet),
        ["Netra.Grains"] = new(["Netra.Protocol", "Netra.Abstractions", "Netra.Storage", "Netra.Streaming"], AspNet),
        ["Netra.Gateway"] = new(["Netra.Protocol", "Netra.Abstractions", "Netra.Streaming"]),
        ["Netra.Webhooks"] = new(["Netra.Protocol", "Netra.Abstractions"], AspNet),
        ["Netra.Client"] = new(["Netra.Protocol"], AspNet, Orleans),
        ["Netra.Client.Publishing"] = new(["Netra.Protocol"], AspNet, Orleans),
        ["Netra.Tool"] = new(["Netra.Protocol", "Netra.Client", "Netra.Client.Publishing"], AspNet, Orleans),
    };

    public static IEnumerable<string> Check(IEnumerable<RepositoryFile> files) => files
        .Where(file => file.IsProject && file.IsIn("src"))
        .Select(file => new ProjectFile(file))
        .SelectMany(project => project.Name == "Netra.Host" ? CheckHost(project) : CheckProject(project));

    private static IEnumerable<string> CheckHost(ProjectFile project) => project.Projects
        .Where(name => !Rules.ContainsKey(name))
        .Select(name => $"{project.File.Path}: refers to {name}, which is no project of src/");

    private static IEnumerable<string> CheckProject(ProjectFile project)
    {
        if (!Rules.TryGetValue(project.Name, out var rule)) return [$"{project.File.Path}: has no rule about what it may depend on"];

        var projects = project.Projects
            .Where(name => !rule.Projects.Contains(name))
            .Select(name => $"{project.File.Path}: may not refer to {name}");
        var packages = project.Packages
            .Where(name => rule.BarredPackages.Any(barred => name.StartsWith(barred, StringComparison.Ordinal)))
            .Select(name => $"{project.File.Path}: may not refer to the package {name}");
        return projects.Concat(packages);
    }
}
