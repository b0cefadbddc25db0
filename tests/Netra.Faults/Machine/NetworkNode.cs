using System.Net;

namespace Netra.Faults;

/// <summary>
/// A network namespace with one address on the run's bridge: a machine, as far as processes in it can tell. Nothing that is cut is noticed by who sends:
/// packets vanish.
/// </summary>
/// <param name="Name">What the run calls it.</param>
/// <param name="Namespace">What the system calls it.</param>
/// <param name="Port">Its port of the bridge.</param>
/// <param name="Address">Its address.</param>
internal sealed record NetworkNode(string Name, string Namespace, string Port, IPAddress Address)
{
    /// <summary>A link address that nobody has: what is sent to it goes nowhere.</summary>
    private const string Nowhere = "02:00:de:ad:00:00";

    /// <summary>What runs a command there. It replaces itself by the command.</summary>
    public IReadOnlyList<string> Prefix => ["ip", "netns", "exec", Namespace];

    /// <summary>Nothing gets to the machine or from it.</summary>
    public Task UnplugAsync() => Tool.RunAsync("ip", "link", "set", Port, "down");

    public Task PlugInAsync() => Tool.RunAsync("ip", "link", "set", Port, "up");

    /// <summary>What this machine sends to another is lost; the other direction works.</summary>
    public Task CutAsync(NetworkNode to) =>
        Tool.RunAsync("ip", "-n", Namespace, "neigh", "replace", $"{to.Address}", "lladdr", Nowhere, "nud", "permanent", "dev", "eth0");

    /// <summary>Of two faults that cut the same way the first mends it. Where it fails otherwise, the cluster does not heal, which nobody overlooks.</summary>
    public Task MendAsync(NetworkNode to) => Tool.TryAsync("ip", "-n", Namespace, "neigh", "del", $"{to.Address}", "dev", "eth0");
}
