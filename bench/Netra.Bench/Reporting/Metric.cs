namespace Netra.Bench.Reporting;

/// <summary>One figure, the median of the rounds. Made by <see cref="MetricKind.Of"/>.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit"><c>msg/s</c>, <c>ms</c>, <c>s/100k</c> (CPU seconds for 100,000 messages), <c>bytes</c>, <c>count</c> and so on.</param>
/// <param name="Value">The median; finite, as all three are.</param>
/// <param name="Lowest">The lowest of the rounds.</param>
/// <param name="Highest">The highest of the rounds.</param>
/// <param name="IsBetterHigher">Whether more is better.</param>
internal sealed record Metric(string Name, string Unit, double Value, double Lowest, double Highest, bool IsBetterHigher)
{
    /// <summary>In times of another's value; null where that is 0, or nothing can be said.</summary>
    public double? RatioTo(Metric? other) => other is null || other.Value == 0 || !double.IsFinite(Value / other.Value) ? null : Value / other.Value;

    public bool IsSound() => Name.Length > 0 && double.IsFinite(Lowest) && double.IsFinite(Highest) && Lowest <= Value && Value <= Highest;
}
