using System.Net;
using k8s.Models;

namespace Netra.Deploy.Tests;

/// <summary>Who reaches whom under the NetworkPolicies of a set, by Kubernetes' rules: what no policy is for is open, the others allow and add up.</summary>
internal sealed class Reachability(IReadOnlyList<V1NetworkPolicy> policies)
{
    private const string Ingress = "Ingress";
    private const string Egress = "Egress";

    public bool Allows(NetworkPeer from, NetworkPeer to, string port) => Leaves(from, to, port) && Enters(from, to, port);

    private bool Leaves(NetworkPeer from, NetworkPeer to, string port)
    {
        var own = PoliciesFor(from, Egress);
        return own.Count == 0 || own.Exists(policy => (policy.Spec.Egress ?? []).Any(rule =>
            TakesPort(rule.Ports, port) && TakesPeer(rule.To, to, policy)));
    }

    private bool Enters(NetworkPeer from, NetworkPeer to, string port)
    {
        var own = PoliciesFor(to, Ingress);
        return own.Count == 0 || own.Exists(policy => (policy.Spec.Ingress ?? []).Any(rule =>
            TakesPort(rule.Ports, port) && TakesPeer(rule.FromProperty, from, policy)));
    }

    private List<V1NetworkPolicy> PoliciesFor(NetworkPeer peer, string direction) =>
    [
        .. policies.Where(policy => peer.Namespace == policy.Metadata.NamespaceProperty && policy.Spec.PolicyTypes.Contains(direction)
            && Selectors.Matches(policy.Spec.PodSelector, peer.Labels)),
    ];

    private static bool TakesPort(IList<V1NetworkPolicyPort>? ports, string port) =>
        ports is null or [] || ports.Any(one => $"{one.Protocol ?? "TCP"} {one.Port.Value}" == port);

    private static bool TakesPeer(IList<V1NetworkPolicyPeer>? peers, NetworkPeer peer, V1NetworkPolicy policy) =>
        peers is null or [] || peers.Any(one => TakesPeer(one, peer, policy));

    private static bool TakesPeer(V1NetworkPolicyPeer rule, NetworkPeer peer, V1NetworkPolicy policy)
    {
        if (rule.IpBlock is { } block) return IPNetwork.Parse(block.Cidr).Contains(peer.Address) && !(block.Except ?? []).Any(one => IPNetwork.Parse(one).Contains(peer.Address));
        if (peer.Namespace is null) return false;
        var inNamespace = rule.NamespaceSelector is null
            ? peer.Namespace == policy.Metadata.NamespaceProperty
            : Selectors.Matches(rule.NamespaceSelector, peer.NamespaceLabels);
        return inNamespace && (rule.PodSelector is null || Selectors.Matches(rule.PodSelector, peer.Labels));
    }
}
