using System.Globalization;
using System.Xml.Linq;
using Netra.Host;

namespace Netra.Deploy.Tests;

/// <summary>The image can be built from this tree, and holds what the manifests and the host expect.</summary>
internal static class DockerfileChecks
{
    private const string HostProject = "src/Netra.Host/Netra.Host.csproj";

    /// <summary>The user of the manifests.</summary>
    private const string User = "1654:1654";

    private static readonly string Assembly = typeof(NetraHost).Assembly.GetName().Name + ".dll";

    /// <param name="file">The instructions.</param>
    /// <param name="sent">Whether a path of the tree gets to the builder (.dockerignore).</param>
    public static IEnumerable<string> Check(Dockerfile file, Func<string, bool> sent) =>
        OfSources(file, sent).Concat(OfRestore(file)).Concat(OfBases(file)).Concat(OfImage(file));

    private static IEnumerable<string> OfSources(Dockerfile file, Func<string, bool> sent) =>
        from copy in file.Instructions
        where copy.Name == "COPY" && !copy.Options.Any(option => option.StartsWith("--from", StringComparison.Ordinal))
        from source in copy.Arguments.SkipLast(1)
        where !Path.Exists(Path.Combine(RepositoryFolder.Path, source)) || !sent(source)
        select $"COPY {source}: is not there, or is ignored";

    private static IEnumerable<string> OfRestore(Dockerfile file)
    {
        var before = file.Instructions.TakeWhile(one => !one.Text.Contains("dotnet restore", StringComparison.Ordinal)).SelectMany(one => one.Arguments).ToHashSet();
        foreach (var project in BuiltFrom(HostProject).Where(project => !before.Contains(project))) yield return $"{project} must be copied before the restore";
        foreach (var command in new[] { $"dotnet restore {HostProject}", $"dotnet publish {HostProject} -c Release" })
        {
            if (!file.Instructions.Any(one => one.Name == "RUN" && one.Text.Contains(command, StringComparison.Ordinal))) yield return $"'{command}' must be run";
        }
    }

    /// <summary>A project and all that it refers to, however far, as paths of the tree.</summary>
    private static IEnumerable<string> BuiltFrom(string project)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { project };
        var waiting = new Queue<string>(found);
        while (waiting.TryDequeue(out var next))
        {
            var file = Path.Combine(RepositoryFolder.Path, next);
            foreach (var reference in XDocument.Load(file).Descendants("ProjectReference"))
            {
                var path = Path.Combine(Path.GetDirectoryName(file)!, reference.Attribute("Include")!.Value.Replace('\\', '/'));
                var referred = Path.GetRelativePath(RepositoryFolder.Path, Path.GetFullPath(path));
                if (found.Add(referred)) waiting.Enqueue(referred);
            }
        }

        return found.Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> OfBases(Dockerfile file)
    {
        var version = $":{Environment.Version.Major}.{Environment.Version.Minor}";
        foreach (var image in file.Instructions.Where(one => one.Name == "FROM").Select(one => one.Arguments[0]))
        {
            if (!image.StartsWith("${DOTNET_REGISTRY}/dotnet/", StringComparison.Ordinal)) yield return $"FROM {image}: the builder must say which registry it is of";
            if (!image.Contains(version, StringComparison.Ordinal)) yield return $"FROM {image}: must be of .NET {version[1..]}";
        }
    }

    private static IEnumerable<string> OfImage(Dockerfile file)
    {
        var final = file.Final.ToList();
        if (!final[0].Text.EndsWith("-chiselled", StringComparison.Ordinal)) yield return "the image must have no shell";
        if (final.LastOrDefault(one => one.Name == "USER")?.Text != User) yield return $"the user must be {User}, by number, so that Kubernetes sees that it is not root";
        if (final.LastOrDefault(one => one.Name == "ENTRYPOINT")?.Exec is not ["dotnet", var main] || main != Assembly) yield return $"the ENTRYPOINT must be dotnet {Assembly}, with no shell that would keep signals from it";
        var health = final.LastOrDefault(one => one.Name == "HEALTHCHECK")?.Exec;
        if (health is not ["dotnet", var assembly, HealthCommand.Name] || assembly != Assembly) yield return "the HEALTHCHECK must ask the host's own command";
        foreach (var fault in NetraSettings.FindFaults(file.Environment)) yield return fault;
        var host = NetraSettings.Read<NetraHostOptions>(file.Environment, "");
        var ports = new[] { NetraHostOptionsValidator.PortOf(host.Url), NetraHostOptionsValidator.PortOf(host.ManagementUrl), NetraSettings.Read<ClusterSettings>(file.Environment, "Cluster").SiloPort };
        var exposed = final.Where(one => one.Name == "EXPOSE").SelectMany(one => one.Words).Select(word => (int?)int.Parse(word, CultureInfo.InvariantCulture));
        if (!ports.Order().SequenceEqual(exposed.Order())) yield return $"must expose {string.Join(", ", ports)}";
        if (host.Url.Contains("localhost", StringComparison.Ordinal) || host.ManagementUrl.Contains("localhost", StringComparison.Ordinal)) yield return "must listen on more than the loopback address";
    }
}
