using k8s.Models;

namespace Netra.Deploy.Tests;

/// <summary>Nothing that goes by plan takes the service away, and every process has its share of a node.</summary>
internal static class Availability
{
    /// <summary>The least that a quiet gateway or silo must have been so, before one is taken away.</summary>
    private const int MinScaleDownWindow = 300;

    public static IEnumerable<string> Check(ManifestSet set) => set.Workloads.SelectMany(OfResources)
        .Concat(set.All<V1Deployment>().SelectMany(deployment => OfDeployment(deployment, set)))
        .Concat(set.All<V2HorizontalPodAutoscaler>().SelectMany(OfScaler));

    private static IEnumerable<string> OfResources(Workload workload)
    {
        foreach (var container in workload.Containers)
        {
            foreach (var resource in new[] { "cpu", "memory" })
            {
                var request = container.Resources?.Requests?.TryGetValue(resource, out var requested) == true ? requested : null;
                var limit = container.Resources?.Limits?.TryGetValue(resource, out var limited) == true ? limited : null;
                if (request is null || limit is null) yield return $"{workload}: container {container.Name} must have a request and a limit of {resource}";
                else if (request.ToDecimal() > limit.ToDecimal()) yield return $"{workload}: container {container.Name} has a limit of {resource} below its request";
            }
        }
    }

    private static IEnumerable<string> OfDeployment(V1Deployment deployment, ManifestSet set)
    {
        var name = $"Deployment {deployment.Metadata.Name}";
        var labels = deployment.Spec.Template.Metadata.Labels;
        var container = deployment.Spec.Template.Spec.Containers[0];
        if (container.StartupProbe is null || container.ReadinessProbe is null || container.LivenessProbe is null) yield return $"{name}: must have all three probes";
        if (!set.All<V1PodDisruptionBudget>().Any(budget => Selectors.Matches(budget.Spec.Selector, labels))) yield return $"{name}: must have a PodDisruptionBudget";
        var scaler = set.All<V2HorizontalPodAutoscaler>().SingleOrDefault(one => one.Spec.ScaleTargetRef.Name == deployment.Metadata.Name);
        if (scaler is null && deployment.Spec.Replicas is not >= 2) yield return $"{name}: must have a HorizontalPodAutoscaler, or two replicas";
        if (scaler is not null && deployment.Spec.Replicas is not null) yield return $"{name}: must leave its replicas to its HorizontalPodAutoscaler";
        if (deployment.Spec.Strategy?.RollingUpdate?.MaxUnavailable?.Value != "0") yield return $"{name}: must be updated with maxUnavailable 0";
        var spread = (deployment.Spec.Template.Spec.TopologySpreadConstraints ?? []).Select(one => one.TopologyKey);
        if (!spread.Contains("kubernetes.io/hostname") || !spread.Contains("topology.kubernetes.io/zone")) yield return $"{name}: must be spread over nodes and zones";
    }

    private static IEnumerable<string> OfScaler(V2HorizontalPodAutoscaler scaler)
    {
        var name = $"HorizontalPodAutoscaler {scaler.Metadata.Name}";
        if (scaler.Spec.MinReplicas is not >= 2) yield return $"{name}: must keep two";
        if (scaler.Spec.MaxReplicas <= scaler.Spec.MinReplicas) yield return $"{name}: must be able to grow";
        var down = scaler.Spec.Behavior?.ScaleDown;
        if (down?.StabilizationWindowSeconds is not >= MinScaleDownWindow || down.Policies is not [{ Type: "Pods", Value: 1 }]) yield return $"{name}: must take away one at a time, and late";
    }
}
