using k8s.Models;

namespace Netra.Deploy.Tests;

public sealed class NetworkMapTests
{
    /// <summary>What every installation allows, and nothing beside it.</summary>
    private static readonly string[] Common =
    [
        "gateway -> DNS TCP 53",
        "gateway -> DNS UDP 53",
        "gateway -> Kubernetes API TCP 443",
        "gateway -> Kubernetes API TCP 6443",
        "gateway -> gateway TCP 11111",
        "gateway -> silo TCP 11111",
        "ingress controller -> gateway TCP 5080",
        "migrate -> DNS TCP 53",
        "migrate -> DNS UDP 53",
        "monitoring -> gateway TCP 5081",
        "monitoring -> silo TCP 5081",
        "new-epoch -> DNS TCP 53",
        "new-epoch -> DNS UDP 53",
        "publisher -> gateway TCP 5080",
        "silo -> DNS TCP 53",
        "silo -> DNS UDP 53",
        "silo -> Kubernetes API TCP 443",
        "silo -> Kubernetes API TCP 6443",
        "silo -> gateway TCP 11111",
        "silo -> silo TCP 11111",
    ];

    private static readonly string[] DatabaseOutside =
        ["gateway -> database TCP 5432", "migrate -> database TCP 5432", "new-epoch -> database TCP 5432", "silo -> database TCP 5432"];

    [Fact]
    public void AllowedFlows_Production_AreThoseThatAreNeeded() =>
        Assert.Equal(Common.Concat(DatabaseOutside).Order(StringComparer.Ordinal), NetworkMap.AllowedFlows(Overlay.Read(Overlay.Production)));

    [Fact]
    public void AllowedFlows_Components_AddHttpsToTheInternet() => Assert.Equal(
        Common.Concat(DatabaseOutside).Concat(["gateway -> internet TCP 443", "silo -> internet TCP 443"])
            // Neighbours of the documentation's addresses are on the internet, for a policy.
            .Order(StringComparer.Ordinal),
        NetworkMap.AllowedFlows(Overlay.Read(Overlay.Everything)));

    [Fact]
    public void AllowedFlows_Local_HasItsDatabaseBesideIt()
    {
        // Which address the Kubernetes API has is not known, so that any may be it, on its two ports.
        string[] anywhere = [.. from origin in new[] { "gateway", "silo" }
            from target in new[] { "ingress controller TCP 443", "internet TCP 443", "internet TCP 6443" }
            select $"{origin} -> {target}"];
        string[] database = ["gateway -> postgresql TCP 5432", "migrate -> postgresql TCP 5432", "new-epoch -> postgresql TCP 5432", "silo -> postgresql TCP 5432"];

        Assert.Equal(Common.Concat(anywhere).Concat(database).Order(StringComparer.Ordinal), NetworkMap.AllowedFlows(Overlay.Read(Overlay.Local)));
    }

    [Fact]
    public void AllowedFlows_WithoutDenyOfEverything_StrayPodsAreOpen()
    {
        var set = Overlay.Read(Overlay.Production);

        var flows = NetworkMap.AllowedFlows(set.Without(set.One<V1NetworkPolicy>("default-deny")));

        Assert.Contains("neighbour -> stray pod TCP 80", flows);
        Assert.Contains("stray pod -> internet TCP 443", flows);
        Assert.DoesNotContain("neighbour -> silo TCP 11111", flows);
    }

    [Fact]
    public void AllowedFlows_WithoutPolicyOfCluster_SilosAreCutOff()
    {
        var set = Overlay.Read(Overlay.Production);

        var flows = NetworkMap.AllowedFlows(set.Without(set.One<V1NetworkPolicy>("cluster")));

        Assert.DoesNotContain(flows, flow => flow.EndsWith("11111", StringComparison.Ordinal));
    }

    [Fact]
    public void AllowedFlows_SelectorOfNamespacesAlone_LetsItsPodsIn()
    {
        var set = Overlay.Read(Overlay.Production);
        set.One<V1NetworkPolicy>("clients").Spec.Ingress[0].FromProperty[0].PodSelector = null;

        Assert.Contains("other pod beside it -> gateway TCP 5080", NetworkMap.AllowedFlows(set));
    }

    [Fact]
    public void AllowedFlows_RuleWithoutPorts_OpensAllOfThem()
    {
        var set = Overlay.Read(Overlay.Production);
        set.One<V1NetworkPolicy>("clients").Spec.Ingress[0].Ports = null;

        Assert.Contains("publisher -> gateway TCP 11111", NetworkMap.AllowedFlows(set));
    }
}
