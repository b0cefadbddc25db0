using k8s.Models;
using Netra.Host;

namespace Netra.Deploy.Tests;

/// <summary>Ports of containers are those that the host listens on by its settings, and no other, and probes ask what is there.</summary>
internal static class Ports
{
    public static IEnumerable<string> Check(ManifestSet set)
    {
        foreach (var workload in set.Workloads.Where(workload => workload.IsNetra))
        {
            var container = workload.Pod.Containers[0];
            var environment = PodEnvironment.Of(container, set);
            var host = NetraSettings.Read<NetraHostOptions>(environment, "");
            var expected = new SortedDictionary<string, int>(StringComparer.Ordinal);
            if (workload.IsMember)
            {
                expected["silo"] = NetraSettings.Read<ClusterSettings>(environment, "Cluster").SiloPort;
                expected["management"] = NetraHostOptionsValidator.PortOf(host.ManagementUrl) ?? 0;
                if (host.HasGateway) expected["http"] = NetraHostOptionsValidator.PortOf(host.Url) ?? 0;
                if (IsLoopback(host.ManagementUrl)) yield return $"{workload}: Netra:ManagementUrl {host.ManagementUrl} can't be reached from outside of the pod";
                if (host.HasGateway && IsLoopback(host.Url)) yield return $"{workload}: Netra:Url {host.Url} can't be reached from outside of the pod";
            }

            var actual = new SortedDictionary<string, int>((container.Ports ?? []).ToDictionary(port => port.Name, port => port.ContainerPort), StringComparer.Ordinal);
            if (!expected.SequenceEqual(actual)) yield return $"{workload}: has the ports {Join(actual)}, and listens on {Join(expected)}";
            if (workload.IsMember && !string.Equals(workload.Component, host.Role.ToString(), StringComparison.OrdinalIgnoreCase))
                yield return $"{workload}: has the role {host.Role}";
            foreach (var finding in OfProbes(workload, container)) yield return finding;
        }
    }

    private static IEnumerable<string> OfProbes(Workload workload, V1Container container)
    {
        var probes = new (string Name, V1Probe? Probe, string Path)[]
        {
            ("startupProbe", container.StartupProbe, "/health/live"),
            ("readinessProbe", container.ReadinessProbe, "/health/ready"),
            // Never readiness: what is wrong with a database is not mended by killing who asks it.
            ("livenessProbe", container.LivenessProbe, "/health/live"),
        };
        return from probe in probes
               where probe.Probe is not null && (probe.Probe.HttpGet?.Path != probe.Path || probe.Probe.HttpGet.Port.Value != "management")
               select $"{workload}: the {probe.Name} must ask {probe.Path} of the port management";
    }

    private static bool IsLoopback(string url) => url.Contains("localhost", StringComparison.Ordinal) || url.Contains("127.0.0.1", StringComparison.Ordinal);

    private static string Join(SortedDictionary<string, int> ports) => string.Join(", ", ports.Select(port => $"{port.Key} {port.Value}"));
}
