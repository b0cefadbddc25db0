using k8s.Models;

namespace Netra.Deploy.Tests;

public sealed class LabelsTests
{
    private static readonly Dictionary<string, Action<ManifestSet>> Changes = new()
    {
        ["Deployment netra-silo: its selector does not take its own pods"] = set => set.WorkloadNamed("netra-silo").Selector!.MatchLabels["app.kubernetes.io/component"] = "silos",
        ["Deployment netra-silo: its selector takes the pods of Deployment netra-gateway"] =
            set => set.WorkloadNamed("netra-silo").Selector!.MatchLabels = new Dictionary<string, string> { ["orleans/clusterId"] = "netra" },
        ["Deployment netra-silo: what spreads it over kubernetes.io/hostname does not take its pods"] = set => set.WorkloadNamed("netra-silo").Pod
            .TopologySpreadConstraints.Single(one => one.TopologyKey == "kubernetes.io/hostname").LabelSelector.MatchLabels["app.kubernetes.io/component"] = "gateway",
        ["PodDisruptionBudget netra-silo: must be for the pods of one workload"] =
            set => set.One<V1PodDisruptionBudget>("netra-silo").Spec.Selector.MatchLabels.Remove("app.kubernetes.io/component"),
        ["NetworkPolicy clients: is for no pods"] = set => set.One<V1NetworkPolicy>("clients").Spec.PodSelector.MatchLabels["app.kubernetes.io/name"] = "nettra",
        ["Deployment netra-silo: the labels orleans/clusterId and orleans/serviceId must be (netra, netra)"] = set => set.WorkloadNamed("netra-silo").Labels["orleans/clusterId"] = "other",
        ["CronJob netra-migrate: the labels orleans/clusterId and orleans/serviceId must be (, )"] = set => set.WorkloadNamed("netra-migrate").Labels["orleans/clusterId"] = "netra",
    };

    public static TheoryData<string> Findings() => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Findings))]
    public void Check_LabelsThatDoNotMeet_AreFound(string finding) => Assert.Equal([finding], Broken.Find(Labels.Check, Changes[finding]));

    [Fact]
    public void Check_SettingOfTheClusterChanged_IsFoundInBothDeployments()
    {
        var findings = Broken.Find(Labels.Check, set => set.Generated<V1ConfigMap>("netra-settings").Data["Netra__Cluster__ClusterId"] = "blue");

        Assert.Equal(
            ["Deployment netra-gateway: the labels orleans/clusterId and orleans/serviceId must be (blue, netra)", "Deployment netra-silo: the labels orleans/clusterId and orleans/serviceId must be (blue, netra)"],
            findings);
    }
}
