using YamlDotNet.RepresentationModel;

namespace Netra.Deploy.Tests;

/// <summary>The files that Kustomizations name as patches.</summary>
internal static class PatchFiles
{
    public static IEnumerable<string> All =>
        from kustomization in Directory.GetFiles(Path.Combine(RepositoryFolder.Path, "k8s"), "kustomization.yaml", SearchOption.AllDirectories)
        let root = (YamlMappingNode)Load(File.ReadAllText(kustomization))[0].RootNode
        where root.Children.ContainsKey("patches")
        from patch in ((YamlSequenceNode)root["patches"]).Children.OfType<YamlMappingNode>()
        where patch.Children.ContainsKey("path")
        select Path.Combine(Path.GetDirectoryName(kustomization)!, patch["path"].ToString());

    public static int CountDocuments(string file) => CountDocumentsOf(File.ReadAllText(file));

    public static int CountDocumentsOf(string yaml) => Load(yaml).Count;

    private static IList<YamlDocument> Load(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents;
    }
}
