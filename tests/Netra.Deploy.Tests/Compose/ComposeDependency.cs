using YamlDotNet.Serialization;

namespace Netra.Deploy.Tests;

internal sealed class ComposeDependency
{
    [YamlMember(Alias = "condition")]
    public string Condition { get; set; } = "";
}
