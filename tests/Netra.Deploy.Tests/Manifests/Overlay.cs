using System.Collections.Concurrent;

namespace Netra.Deploy.Tests;

/// <summary>The overlays of <c>k8s/</c>, as Kubernetes would get them.</summary>
internal static class Overlay
{
    public const string Local = "local";
    public const string Production = "production";

    /// <summary>Production with every component, also those that it does not include yet.</summary>
    public const string Everything = "everything";

    private static readonly ConcurrentDictionary<string, Lazy<string>> Built = new();

    /// <summary>The documents of an overlay.</summary>
    public static string Yaml(string overlay) => Built.GetOrAdd(overlay, name => new Lazy<string>(() => Build(name))).Value;

    /// <summary>The objects of an overlay: a copy of its own for each caller, who may break it.</summary>
    public static ManifestSet Read(string overlay) => ManifestSet.Parse(Yaml(overlay));

    private static string Build(string overlay) => overlay == Everything ? BuildEverything() : Kubectl.Kustomize(Folder("overlays", overlay));

    private static string BuildEverything()
    {
        // Kustomize takes relative paths only, so the folder stands beside what it names.
        var components = Directory.GetDirectories(Folder("components")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        var folder = Directory.CreateTempSubdirectory("netra-kustomize-");
        try
        {
            var root = Path.GetRelativePath(folder.FullName, Folder());
            var text = $"namespace: netra\nresources:\n- {root}/overlays/{Production}\ncomponents:\n{string.Concat(components.Select(name => $"- {root}/components/{name}\n"))}";
            File.WriteAllText(Path.Combine(folder.FullName, "kustomization.yaml"), text);
            return Kubectl.Kustomize(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Folder(params string[] parts) => Path.Combine([RepositoryFolder.Path, "k8s", .. parts]);
}
