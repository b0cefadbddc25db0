namespace Netra.Host;

/// <summary>What the instruments of this process say at one time.</summary>
/// <param name="Values">For each of <see cref="Figures.All"/>: a level, or a count since the process began.</param>
/// <param name="Latencies">For each of <see cref="Figures.Latencies"/>, the counts of its buckets since the process began.</param>
/// <param name="Ended">Why connections ended, since the process began.</param>
/// <param name="Refused">Why connections were refused, since the process began.</param>
internal sealed record ProcessReading(long[] Values, long[][] Latencies, Dictionary<string, long> Ended, Dictionary<string, long> Refused);
