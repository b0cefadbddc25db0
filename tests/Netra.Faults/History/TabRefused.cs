namespace Netra.Faults;

/// <summary>A try to connect came to nothing.</summary>
internal sealed record TabRefused : HistoryEvent
{
    public required int Connection { get; init; }

    /// <summary>The status of HTTP; 0 without an answer.</summary>
    public int Status { get; init; }

    public string? Reason { get; init; }
}
