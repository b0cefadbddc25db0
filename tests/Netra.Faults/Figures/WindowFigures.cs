namespace Netra.Faults;

/// <summary>How long deliveries took whose messages were sent within a few seconds. Times are milliseconds.</summary>
/// <param name="BeginMs">When the window begins, since the run began.</param>
/// <param name="Count">How many deliveries there were.</param>
/// <param name="P99">The time that one of a hundred exceeded.</param>
internal sealed record WindowFigures(long BeginMs, int Count, long P99)
{
    /// <summary>How long a window lasts.</summary>
    public const int LengthMs = 5_000;

    /// <summary>With fewer deliveries one of a hundred says nothing.</summary>
    public const int MinCount = 50;

    /// <summary>All windows of a run that say something, in order.</summary>
    public static IReadOnlyList<WindowFigures> Of(IEnumerable<Delivery> deliveries) =>
    [
        .. deliveries.GroupBy(delivery => delivery.FromMs / LengthMs).Where(window => window.Count() >= MinCount).OrderBy(window => window.Key)
            .Select(window => new WindowFigures(window.Key * LengthMs, window.Count(), Percentile.Of([.. window.Select(delivery => delivery.Length).Order()], 0.99))),
    ];
}
