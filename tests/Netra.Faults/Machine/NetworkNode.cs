using System.Net;

namespace Netra.Faults;

/// <summary>A network namespace with one address on the run's bridge: a machine, as far as processes in it can tell.</summary>
/// <param name="Name">What the run calls it.</param>
/// <param name="Namespace">What the system calls it.</param>
/// <param name="Port">Its port of the bridge.</param>
/// <param name="Address">Its address.</param>
internal sealed record NetworkNode(string Name, string Namespace, string Port, IPAddress Address)
{
    /// <summary>What runs a command there. It replaces itself by the command.</summary>
    public IReadOnlyList<string> Prefix => ["ip", "netns", "exec", Namespace];
}
