namespace Netra.Bench;

/// <summary>What came in one stretch, to all.</summary>
/// <param name="Received">How many messages.</param>
/// <param name="LastAt">When the last came, by the clock of this process.</param>
/// <param name="Latencies">From when each was due.</param>
/// <param name="Faults">What went wrong.</param>
/// <param name="AllocatedBytes">What the readers' threads allocated meanwhile.</param>
internal sealed record DeliveryFigures(long Received, long LastAt, Latencies Latencies, DeliveryFaults Faults, long AllocatedBytes);
