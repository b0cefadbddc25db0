namespace Netra.Faults;

/// <summary>What the faults of one kind did. Times are milliseconds.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">How many there were.</param>
/// <param name="LongestSilence">The longest time in which nobody's publish was acknowledged.</param>
/// <param name="LongestWait">The longest that one message waited for its acknowledgement, all tries counted.</param>
/// <param name="LongestDelivery">The longest from the first try to publish to the arrival.</param>
/// <param name="OutAfter">For each process that died or went silent: how long until the membership table had it dead.</param>
internal sealed record KindFigures(FaultKind Kind, int Count, long LongestSilence, long LongestWait, long LongestDelivery, IReadOnlyList<long> OutAfter);
