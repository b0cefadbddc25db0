using YamlDotNet.Serialization;

namespace Netra.Deploy.Tests;

internal sealed class ComposeService
{
    [YamlMember(Alias = "image")]
    public string Image { get; set; } = "";

    [YamlMember(Alias = "build")]
    public ComposeBuild? Build { get; set; }

    [YamlMember(Alias = "command")]
    public List<string> Command { get; set; } = [];

    [YamlMember(Alias = "environment")]
    public Dictionary<string, string> Environment { get; set; } = [];

    [YamlMember(Alias = "ports")]
    public List<string> Ports { get; set; } = [];

    [YamlMember(Alias = "volumes")]
    public List<string> Volumes { get; set; } = [];

    [YamlMember(Alias = "tmpfs")]
    public List<string> Tmpfs { get; set; } = [];

    [YamlMember(Alias = "read_only")]
    public bool ReadOnly { get; set; }

    [YamlMember(Alias = "cap_drop")]
    public List<string> CapDrop { get; set; } = [];

    [YamlMember(Alias = "security_opt")]
    public List<string> SecurityOpt { get; set; } = [];

    [YamlMember(Alias = "restart")]
    public string Restart { get; set; } = "no";

    [YamlMember(Alias = "stop_grace_period")]
    public string StopGracePeriod { get; set; } = "10s";

    [YamlMember(Alias = "depends_on")]
    public Dictionary<string, ComposeDependency> DependsOn { get; set; } = [];

    [YamlMember(Alias = "healthcheck")]
    public ComposeHealthCheck? HealthCheck { get; set; }
}
