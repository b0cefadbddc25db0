namespace Netra.Faults;

/// <summary>Something happened to a process: <c>started</c>, <c>ready</c>, <c>exited</c>.</summary>
internal sealed record ProcessPhase : HistoryEvent
{
    public required string Process { get; init; }

    public required string Phase { get; init; }

    public int ProcessId { get; init; }

    public int? ExitCode { get; init; }
}
