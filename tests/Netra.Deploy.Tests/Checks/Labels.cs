using k8s.Models;
using Netra.Host;

namespace Netra.Deploy.Tests;

/// <summary>Selectors find what they are for, and the labels that Orleans looks for say what the settings say.</summary>
internal static class Labels
{
    private const string ClusterId = "orleans/clusterId";
    private const string ServiceId = "orleans/serviceId";

    public static IEnumerable<string> Check(ManifestSet set) =>
        OfWorkloads(set).Concat(OfSpreads(set)).Concat(OfBudgets(set)).Concat(OfPolicies(set)).Concat(OfMembers(set));

    private static IEnumerable<string> OfWorkloads(ManifestSet set)
    {
        foreach (var workload in set.Workloads.Where(workload => workload.Selector is not null))
        {
            if (!Selectors.Matches(workload.Selector!, workload.Labels)) yield return $"{workload}: its selector does not take its own pods";
            foreach (var other in set.Workloads.Where(other => other != workload && Selectors.Matches(workload.Selector!, other.Labels)))
                yield return $"{workload}: its selector takes the pods of {other}";
        }
    }

    private static IEnumerable<string> OfSpreads(ManifestSet set) =>
        from workload in set.Workloads
        from spread in workload.Pod.TopologySpreadConstraints ?? []
        where !Selectors.Matches(spread.LabelSelector, workload.Labels)
        select $"{workload}: what spreads it over {spread.TopologyKey} does not take its pods";

    private static IEnumerable<string> OfBudgets(ManifestSet set) =>
        from budget in set.All<V1PodDisruptionBudget>()
        where set.Workloads.Count(workload => Selectors.Matches(budget.Spec.Selector, workload.Labels)) != 1
        select $"PodDisruptionBudget {budget.Metadata.Name}: must be for the pods of one workload";

    private static IEnumerable<string> OfPolicies(ManifestSet set) =>
        from policy in set.All<V1NetworkPolicy>()
        where !set.Workloads.Any(workload => Selectors.Matches(policy.Spec.PodSelector, workload.Labels))
        select $"NetworkPolicy {policy.Metadata.Name}: is for no pods";

    /// <summary>Orleans declares every member dead that has no pod with these labels.</summary>
    private static IEnumerable<string> OfMembers(ManifestSet set)
    {
        foreach (var workload in set.Workloads.Where(workload => workload.IsNetra))
        {
            var settings = NetraSettings.Read<ClusterSettings>(PodEnvironment.Of(workload.Pod.Containers[0], set), "Cluster");
            var expected = workload.IsMember ? (settings.ClusterId, settings.ServiceId) : (null, null);
            if ((workload.Labels.GetOrNull(ClusterId), workload.Labels.GetOrNull(ServiceId)) != expected)
                yield return $"{workload}: the labels {ClusterId} and {ServiceId} must be {expected}";
        }
    }

    private static string? GetOrNull(this IDictionary<string, string> labels, string key) => labels.TryGetValue(key, out var value) ? value : null;
}
