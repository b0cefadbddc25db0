namespace Netra.Faults;

/// <summary>A fault begins or ends.</summary>
internal sealed record FaultPhase : HistoryEvent
{
    /// <summary>Its number in the run's plan.</summary>
    public required int Fault { get; init; }

    public required FaultKind Kind { get; init; }

    /// <summary>The names of the processes that it hits.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    public required bool Begins { get; init; }

    public string? Note { get; init; }
}
