namespace Netra.Faults;

/// <summary>A frame that a tab is about to send: a message, a change of the state, an acknowledgement.</summary>
internal sealed record TabSent : HistoryEvent
{
    public required int Connection { get; init; }

    public required string Type { get; init; }

    public string? Id { get; init; }

    /// <summary>The payload's JSON.</summary>
    public required string Payload { get; init; }
}
