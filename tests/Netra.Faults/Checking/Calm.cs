namespace Netra.Faults;

/// <summary>When no fault was there, nor what a fault leaves behind.</summary>
internal sealed class Calm
{
    /// <summary>
    /// So long a fault has consequences that are not the product's: connections between processes send again less and less often, and take up to as long again as the outage
    /// lasted (docs/reliability.md, what is weak).
    /// </summary>
    public const int AfterMs = 30_000;

    private const long Endless = long.MaxValue - AfterMs;

    private readonly List<(long FromMs, long ToMs)> _disturbances;

    private Calm(List<(long FromMs, long ToMs)> disturbances) => _disturbances = disturbances;

    public static Calm Of(IReadOnlyList<HistoryEvent> events)
    {
        var calm = new Calm([.. FaultSpan.Of(events).Select(span => (span.BeginMs, span.EndMs))]);
        foreach (var (exited, index) in events.Select((happened, index) => (happened as ProcessPhase, index)).Where(pair => pair.Item1?.Phase == "exited"))
        {
            // What a fault made end belongs to it until it is back.
            if (calm.Lasts(exited!.AtMs, exited.AtMs)) continue;
            var back = events.Skip(index).OfType<ProcessPhase>().FirstOrDefault(phase => phase.Process == exited.Process && phase.Phase == "ready");
            calm._disturbances.Add((exited.AtMs, back?.AtMs ?? Endless));
        }

        // What would have come behind the end of the history nobody knows.
        if (events.Count > 0) calm._disturbances.Add((events[^1].AtMs + 1, Endless));
        return calm;
    }

    /// <summary>Whether it was calm from one time to another.</summary>
    public bool Lasts(long fromMs, long toMs) => !_disturbances.Exists(disturbance => disturbance.FromMs <= toMs && fromMs <= disturbance.ToMs + AfterMs);
}
