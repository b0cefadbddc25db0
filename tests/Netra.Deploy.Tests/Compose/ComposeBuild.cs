using YamlDotNet.Serialization;

namespace Netra.Deploy.Tests;

internal sealed class ComposeBuild
{
    [YamlMember(Alias = "context")]
    public string Context { get; set; } = "";

    [YamlMember(Alias = "args")]
    public Dictionary<string, string> Args { get; set; } = [];
}
