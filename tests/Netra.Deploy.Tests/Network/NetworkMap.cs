using System.Net;
using k8s.Models;

namespace Netra.Deploy.Tests;

/// <summary>Everybody who may want to speak to a pod of Netra, or whom it may want to speak to, and the flows that an installation's policies allow.</summary>
internal static class NetworkMap
{
    private const string OwnNamespace = "netra";

    /// <summary>The allowed flows between peers one of which is in the namespace, as <c>from -> to protocol port</c>, in order.</summary>
    public static IReadOnlyList<string> AllowedFlows(ManifestSet set)
    {
        var peers = Peers(set).ToList();
        var reachability = new Reachability([.. set.All<V1NetworkPolicy>()]);
        var flows = from origin in peers
                    from target in peers
                    where origin.Namespace == OwnNamespace || target.Namespace == OwnNamespace
                    from port in target.Ports
                    where reachability.Allows(origin, target, port)
                    select $"{origin.Name} -> {target.Name} {port}";
        return [.. flows.Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<NetworkPeer> Peers(ManifestSet set)
    {
        var address = 1;
        foreach (var workload in set.Workloads)
        {
            // Another pod of the same workload is as this one.
            var ports = workload.Containers.SelectMany(container => container.Ports ?? []).Select(port => $"{port.Protocol ?? "TCP"} {port.ContainerPort}");
            yield return Pod(workload.Component ?? workload.Name, OwnNamespace, address++, workload.Labels, [.. ports]);
        }

        yield return Pod("stray pod", OwnNamespace, address++, Named("stray"), "TCP 80");
        yield return Pod("ingress controller", "ingress-nginx", address++, Named("ingress-nginx"), "TCP 80", "TCP 443");
        yield return Pod("other pod beside it", "ingress-nginx", address++, Named("other"));
        yield return Pod("publisher", "shop", address++, Named("shop"), "TCP 80") with { NamespaceLabels = new Dictionary<string, string> { ["netra/publishes"] = "true" } };
        yield return Pod("neighbour", "blog", address++, Named("netra"), "TCP 80", "TCP 5432", "TCP 11111");
        yield return Pod("monitoring", "monitoring", address++, Named("prometheus"), "TCP 9090");
        yield return Pod("DNS", "kube-system", address, new Dictionary<string, string> { ["k8s-app"] = "kube-dns" }, "UDP 53", "TCP 53", "TCP 9153");
        yield return Outside("Kubernetes API", "192.0.2.17", "TCP 443", "TCP 6443");
        yield return Outside("database", "192.0.2.2", "TCP 5432", "TCP 22");
        yield return Outside("internet", "203.0.113.9", "TCP 80", "TCP 443", "TCP 5432", "TCP 6443");
        yield return Outside("metadata of the cloud", "169.254.169.254", "TCP 80", "TCP 443");
    }

    private static NetworkPeer Pod(string name, string space, int address, IDictionary<string, string> labels, params string[] ports) => new(
        name, IPAddress.Parse($"10.244.0.{address}"), space, new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = space }, labels, ports);

    private static NetworkPeer Outside(string name, string address, params string[] ports) =>
        new(name, IPAddress.Parse(address), null, new Dictionary<string, string>(), new Dictionary<string, string>(), ports);

    private static Dictionary<string, string> Named(string name) => new() { ["app.kubernetes.io/name"] = name };
}
