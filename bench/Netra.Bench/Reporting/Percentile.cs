using System.Globalization;

namespace Netra.Bench.Reporting;

/// <summary>A point of a distribution of latencies.</summary>
/// <param name="Percent">So many percent were no slower; above 0, and 100 for the slowest.</param>
/// <param name="Milliseconds">How long they took at most; above 0.</param>
internal sealed record Percentile(double Percent, double Milliseconds)
{
    /// <summary>What it is called: <c>p99.9</c>, and the slowest <c>max</c>.</summary>
    public static string NameOf(double percent) => percent == 100 ? "max" : string.Create(CultureInfo.InvariantCulture, $"p{percent}");

    public Metric ToMetric() => new(NameOf(Percent), Units.Milliseconds, Milliseconds, Milliseconds, Milliseconds, IsBetterHigher: false);

    public bool IsSound() => Percent is > 0 and <= 100 && Milliseconds > 0 && double.IsFinite(Milliseconds);
}
