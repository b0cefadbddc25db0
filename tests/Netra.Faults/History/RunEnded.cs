namespace Netra.Faults;

/// <summary>The history is complete. Without it a verdict would be one of a part.</summary>
internal sealed record RunEnded : HistoryEvent;
