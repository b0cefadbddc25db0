using System.Diagnostics.Metrics;

namespace Netra.Gateway;

/// <summary>What a gateway measures.</summary>
internal sealed class GatewayInstruments(IMeterFactory meters)
{
    /// <summary>Frames beside the log that did not fit for a connection.</summary>
    public Counter<long> EphemeralDropped { get; } = meters.Create("Netra").CreateCounter<long>(
        "netra.gateway.ephemeral.dropped", "{frame}", "Frames beside the log that were dropped because a connection's queue was full.");
}
