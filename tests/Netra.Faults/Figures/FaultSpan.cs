namespace Netra.Faults;

/// <summary>From when to when a fault was there.</summary>
internal sealed record FaultSpan(int Number, FaultKind Kind, IReadOnlyList<string> Targets, string? Note, long BeginMs, long EndMs)
{
    /// <summary>What happens so shortly behind its end counts as its consequence.</summary>
    private const int AfterMs = 10_000;

    /// <summary>The faults of a run, by when they began.</summary>
    public static IReadOnlyList<FaultSpan> Of(IReadOnlyList<HistoryEvent> events)
    {
        var ends = events.OfType<FaultPhase>().Where(phase => !phase.Begins).ToDictionary(phase => phase.Fault, phase => phase.AtMs);
        return
        [
            .. events.OfType<FaultPhase>().Where(phase => phase.Begins)
                .Select(phase => new FaultSpan(phase.Fault, phase.Kind, phase.Targets, phase.Note, phase.AtMs, ends.GetValueOrDefault(phase.Fault, events[^1].AtMs))),
        ];
    }

    /// <summary>Whether it may be the cause of what lasted from one time to another.</summary>
    public bool Touches(long fromMs, long toMs) => BeginMs <= toMs && fromMs <= EndMs + AfterMs;
}
