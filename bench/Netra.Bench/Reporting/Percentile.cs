namespace Netra.Bench.Reporting;

/// <summary>A point of a distribution of latencies.</summary>
/// <param name="Percent">So many percent were no slower; above 0, and 100 for the slowest.</param>
/// <param name="Milliseconds">How long they took at most; above 0.</param>
internal sealed record Percentile(double Percent, double Milliseconds);
