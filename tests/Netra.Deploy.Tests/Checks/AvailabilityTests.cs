using k8s.Models;

namespace Netra.Deploy.Tests;

public sealed class AvailabilityTests
{
    private static readonly Dictionary<string, Action<ManifestSet>> Changes = new()
    {
        ["Deployment netra-silo: must have all three probes"] = set => set.Container("netra-silo").LivenessProbe = null,
        ["Deployment netra-silo: must have a PodDisruptionBudget"] = set => set.One<V1PodDisruptionBudget>("netra-silo").Spec.Selector.MatchLabels["app.kubernetes.io/component"] = "gateway",
        ["Deployment netra-silo: must leave its replicas to its HorizontalPodAutoscaler"] = set => set.One<V1Deployment>("netra-silo").Spec.Replicas = 3,
        ["Deployment netra-silo: must be updated with maxUnavailable 0"] = set => set.One<V1Deployment>("netra-silo").Spec.Strategy.RollingUpdate.MaxUnavailable = 1,
        ["Deployment netra-silo: must be spread over nodes and zones"] = set => set.WorkloadNamed("netra-silo").Pod.TopologySpreadConstraints.RemoveAt(0),
        ["Deployment netra-silo: container netra must have a request and a limit of memory"] = set => set.Container("netra-silo").Resources.Requests.Remove("memory"),
        ["Deployment netra-silo: container netra has a limit of memory below its request"] =
            set => set.Container("netra-silo").Resources.Limits["memory"] = new ResourceQuantity("512Mi"),
        ["CronJob netra-migrate: container migrate must have a request and a limit of cpu"] = set => set.Container("netra-migrate").Resources.Limits.Remove("cpu"),
        ["HorizontalPodAutoscaler netra-gateway: must keep two"] = set => set.One<V2HorizontalPodAutoscaler>("netra-gateway").Spec.MinReplicas = 1,
        ["HorizontalPodAutoscaler netra-gateway: must be able to grow"] = set => set.One<V2HorizontalPodAutoscaler>("netra-gateway").Spec.MaxReplicas = 3,
        ["HorizontalPodAutoscaler netra-gateway: must take away one at a time, and late"] =
            set => set.One<V2HorizontalPodAutoscaler>("netra-gateway").Spec.Behavior.ScaleDown.StabilizationWindowSeconds = 60,
    };

    public static TheoryData<string> Findings() => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Findings))]
    public void Check_WhatMayTakeTheServiceAway_IsFound(string finding) => Assert.Equal([finding], Broken.Find(Availability.Check, Changes[finding]));

    [Fact]
    public void Check_OneReplicaWithoutScaler_IsFound() => Assert.Equal(
        ["Deployment netra-silo: must have a HorizontalPodAutoscaler, or two replicas"],
        Broken.Find(Availability.Check, set => set.One<V1Deployment>("netra-silo").Spec.Replicas = 1, Overlay.Local));
}
