namespace Netra.Bench;

/// <summary>What became of one figure of a server from one run to another.</summary>
/// <param name="Before">The figure of the first run.</param>
/// <param name="After">That of the second.</param>
/// <param name="Rounds">How often the less measured of the two was.</param>
internal sealed record Change(Metric Before, Metric After, int Rounds)
{
    private const int FewestRounds = 2;

    /// <summary>After in times of before; null where before is 0 or there is no number for it.</summary>
    public double? Ratio => After.RatioTo(Before);

    /// <summary>What can be said of it. Where the rounds of the two runs overlap, nothing has been shown; a percentile has no rounds to tell by.</summary>
    public string Verdict()
    {
        if (Before.Value == After.Value) return "same";
        if (Rounds >= FewestRounds && Before.Lowest <= After.Highest && After.Lowest <= Before.Highest && HasSpread) return "within the rounds";
        var better = After.Value > Before.Value == After.IsBetterHigher ? "better" : "worse";
        return Rounds >= FewestRounds && HasSpread ? better : better + ", not told from chance";
    }

    private bool HasSpread => Before.Lowest < Before.Highest || After.Lowest < After.Highest || Before.Unit == Units.Count;
}
