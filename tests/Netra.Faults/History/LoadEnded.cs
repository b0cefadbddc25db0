namespace Netra.Faults;

/// <summary>Nothing is sent any more and every fault is healed.</summary>
internal sealed record LoadEnded : HistoryEvent;
