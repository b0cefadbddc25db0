namespace Netra.Bench;

/// <summary>How a healthy user fared.</summary>
/// <param name="Echo">From when a ping was due to its pong.</param>
/// <param name="Delivery">From when a publish was due to its frame on the socket.</param>
/// <param name="Missing">Pongs and frames that did not come within the patience; they are among the latencies with that.</param>
internal sealed record HealthyFigures(Latencies Echo, Latencies Delivery, int Missing)
{
    public object ToJson() => new { echo = Echo.ToJson(), delivery = Delivery.ToJson(), Missing };
}
