using YamlDotNet.Serialization;

namespace Netra.Deploy.Tests;

internal sealed class ComposeHealthCheck
{
    [YamlMember(Alias = "test")]
    public List<string> Test { get; set; } = [];

    [YamlMember(Alias = "interval")]
    public string Interval { get; set; } = "";

    [YamlMember(Alias = "timeout")]
    public string Timeout { get; set; } = "";

    [YamlMember(Alias = "retries")]
    public int Retries { get; set; }
}
