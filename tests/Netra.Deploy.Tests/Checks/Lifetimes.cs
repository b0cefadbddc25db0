using Netra.Gateway;

namespace Netra.Deploy.Tests;

/// <summary>A pod is given the time that its drain takes, before it is killed and before others follow it.</summary>
internal static class Lifetimes
{
    /// <summary>What a process may need beyond its grace period to be gone.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    public static IEnumerable<string> Check(ManifestSet set)
    {
        foreach (var workload in set.Workloads.Where(workload => workload.IsMember))
        {
            var container = workload.Pod.Containers[0];
            var drain = NetraSettings.Read<DrainOptions>(PodEnvironment.Of(container, set), "Drain");
            var needed = TimeSpan.FromSeconds(container.Lifecycle?.PreStop?.Sleep?.Seconds ?? 0) + drain.GracePeriod + Margin;
            if (workload.Pod.TerminationGracePeriodSeconds is not { } grace || grace < needed.TotalSeconds)
                yield return $"{workload}: terminationGracePeriodSeconds must be at least {needed.TotalSeconds}";
            if (container.Lifecycle?.PreStop is { Sleep: null }) yield return $"{workload}: preStop must be a sleep: the image has no shell";
            if (workload.Component == "gateway" && container.Lifecycle?.PreStop is null) yield return $"{workload}: must have a preStop, so that its Service lets go of it first";
        }
    }
}
