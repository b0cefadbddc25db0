using System.Net;

namespace Netra.Deploy.Tests;

/// <summary>Somebody who speaks to pods, or whom they speak to.</summary>
/// <param name="Name">What the tables of the tests call it.</param>
/// <param name="Address">Its address; policies by address are held against it, for pods too, as some network plugins do.</param>
/// <param name="Namespace">The namespace of a pod; null for what is no pod.</param>
/// <param name="NamespaceLabels">The labels of that namespace.</param>
/// <param name="Labels">The labels of a pod.</param>
/// <param name="Ports">Where it listens, such as <c>TCP 5080</c>.</param>
internal sealed record NetworkPeer(
    string Name, IPAddress Address, string? Namespace, IDictionary<string, string> NamespaceLabels, IDictionary<string, string> Labels, params string[] Ports);
