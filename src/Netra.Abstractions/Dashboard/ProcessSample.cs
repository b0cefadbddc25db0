namespace Netra.Abstractions;

/// <summary>What a process did in one interval.</summary>
/// <param name="AtMs">The end of the interval, Unix milliseconds.</param>
/// <param name="Values">For each of <see cref="ProcessReport.Figures"/>, the level at the end, or what was counted in the interval.</param>
/// <param name="Latencies">For each of <see cref="ProcessReport.Latencies"/>, how many were in each bucket; empty ones at the end are left out.</param>
/// <param name="Ended">Why connections ended in the interval.</param>
[GenerateSerializer, Alias("netra.process_sample"), Immutable]
public sealed record ProcessSample([property: Id(0)] long AtMs, [property: Id(1)] long[] Values, [property: Id(2)] int[][] Latencies, [property: Id(3)] NamedCount[] Ended);
