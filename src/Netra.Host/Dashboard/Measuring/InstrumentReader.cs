namespace Netra.Host;

/// <summary>What is done with the measurements of one instrument.</summary>
/// <param name="Figures">The places of its figures, and which tag each of them takes.</param>
/// <param name="Latency">Where its durations are counted; null when it has none.</param>
/// <param name="Breakdown">Where its values are counted by their first tag; null when they are not. Under its own lock.</param>
/// <param name="IsObserved">Whether it says its whole value whenever it is asked, or else what comes to it.</param>
internal sealed record InstrumentReader((int Place, string? Tag)[] Figures, LatencyCounts? Latency, Dictionary<string, long>? Breakdown, bool IsObserved);
