namespace Netra.Bench.Reporting.Html;

/// <summary>A logarithmic scale with marks at round numbers.</summary>
internal sealed class LogScale
{
    /// <summary>Over so many decades only powers of ten are marked.</summary>
    private const double ManyDecades = 2.5;

    private static readonly double[] Steps = [1, 2, 5];

    private readonly double _from;
    private readonly double _decades;

    private LogScale(double from, double to)
    {
        _from = from;
        _decades = Math.Log10(to / from);
        Marks = [.. Candidates(_decades > ManyDecades ? [1] : Steps, from, to)];
    }

    /// <summary>The marks, rising.</summary>
    public IReadOnlyList<double> Marks { get; }

    /// <summary>A scale from a round number below all values to one above them.</summary>
    /// <param name="values">At least one, all above 0.</param>
    public static LogScale Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var candidates = Candidates(Steps, sorted[0] / 10, sorted[^1] * 10).ToList();
        return new LogScale(candidates.Last(mark => mark < sorted[0]), candidates.First(mark => mark > sorted[^1]));
    }

    /// <summary>Where a value is: 0 at the scale's beginning, 1 at its end.</summary>
    public double PlaceOf(double value) => Math.Log10(value / _from) / _decades;

    private static IEnumerable<double> Candidates(double[] steps, double from, double to)
    {
        // Rounded, since a power of ten below one is not exact.
        for (var exponent = (int)Math.Floor(Math.Log10(from)); exponent <= Math.Ceiling(Math.Log10(to)); exponent++)
        {
            foreach (var step in steps)
            {
                var mark = Math.Round(step * Math.Pow(10, exponent), 12);
                if (mark >= from && mark <= to) yield return mark;
            }
        }
    }
}
