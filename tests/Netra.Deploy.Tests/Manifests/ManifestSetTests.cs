using k8s.Models;

namespace Netra.Deploy.Tests;

public sealed class ManifestSetTests
{
    private const string Budget = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: a\nspec:\n  maxUnavailable: 1\n";

    [Theory]
    [InlineData(Overlay.Local)]
    [InlineData(Overlay.Production)]
    [InlineData(Overlay.Everything)]
    public void Parse_Overlay_HasGatewaysSilosAndCommands(string overlay)
    {
        var set = Overlay.Read(overlay);

        Assert.Equal(["gateway", "migrate", "new-epoch", "silo"], set.Workloads.Select(workload => workload.Component).OfType<string>().Order());
        Assert.Equal(set.Objects.Count, set.Objects.Select(one => (one.Kind, one.Metadata.Name)).Distinct().Count());
        Assert.All(set.Objects.Where(one => one is not V1Namespace), one => Assert.Equal("netra", one.Metadata.NamespaceProperty));
    }

    [Fact]
    public void Parse_UsualDocument_IsRead() => Assert.Equal("1", ManifestSet.Parse(Budget).One<V1PodDisruptionBudget>("a").Spec.MaxUnavailable.Value);

    [Theory]
    [InlineData("  maxUnavailabel: 1\n")]
    [InlineData("  maxUnavailable: 2\n")]
    [InlineData("status2: {}\n")]
    public void Parse_FieldMisspeltOrTwice_Fails(string line) => Assert.ThrowsAny<YamlDotNet.Core.YamlException>(() => ManifestSet.Parse(Budget + line));

    [Theory]
    [InlineData("kind: PodDisruptionBudget", "kind: PodDisruptionBudge")]
    [InlineData("policy/v1", "policy/v1beta1")]
    public void Parse_KindThatTheApiLacks_Fails(string old, string wrong) =>
        Assert.ThrowsAny<Exception>(() => ManifestSet.Parse(Budget.Replace(old, wrong, StringComparison.Ordinal)));

    [Fact]
    public void Parse_ServiceMonitorMisspelt_Fails()
    {
        var yaml = Overlay.Yaml(Overlay.Everything);

        Assert.Single(ManifestSet.Parse(yaml).All<ServiceMonitor>());
        Assert.ThrowsAny<YamlDotNet.Core.YamlException>(() => ManifestSet.Parse(yaml.Replace("scrapeTimeout:", "scrapeTimeuot:", StringComparison.Ordinal)));
    }
}
