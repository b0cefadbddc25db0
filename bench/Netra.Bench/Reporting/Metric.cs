namespace Netra.Bench.Reporting;

/// <summary>One figure, the median of the rounds. Made by <see cref="MetricKind.Of"/>.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit"><c>msg/s</c>, <c>ms</c>, <c>s/100k</c> (CPU seconds for 100,000 messages), <c>bytes</c>, <c>count</c> and so on.</param>
/// <param name="Value">The median; finite, as all three are.</param>
/// <param name="Lowest">The lowest of the rounds.</param>
/// <param name="Highest">The highest of the rounds.</param>
/// <param name="IsBetterHigher">Whether more is better.</param>
internal sealed record Metric(string Name, string Unit, double Value, double Lowest, double Highest, bool IsBetterHigher);
