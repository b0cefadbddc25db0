using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Netra.Deploy.Tests;

/// <summary>What of a Compose file is used here. Anything else in it fails.</summary>
internal sealed class ComposeFile
{
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = "";

    [YamlMember(Alias = "services")]
    public Dictionary<string, ComposeService> Services { get; set; } = [];

    [YamlMember(Alias = "volumes")]
    public Dictionary<string, object?> Volumes { get; set; } = [];

    // What the services take over by reference is read, and held to the same shape.
    [YamlMember(Alias = "x-netra")]
    public ComposeService? Netra { get; set; }

    [YamlMember(Alias = "x-silo")]
    public ComposeService? Silo { get; set; }

    [YamlMember(Alias = "x-gateway")]
    public ComposeService? Gateway { get; set; }

    [YamlMember(Alias = "x-settings")]
    public Dictionary<string, string> Settings { get; set; } = [];

    [YamlMember(Alias = "x-silo-settings")]
    public Dictionary<string, string> SiloSettings { get; set; } = [];

    public static ComposeFile Parse(string yaml) => new DeserializerBuilder().WithDuplicateKeyChecking().Build()
        .Deserialize<ComposeFile>(new MergingParser(new Parser(new StringReader(yaml))));
}
