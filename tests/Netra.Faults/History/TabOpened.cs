namespace Netra.Faults;

/// <summary>The first frame of a connection: what <c>connection_established</c> said.</summary>
internal sealed record TabOpened : HistoryEvent
{
    public required int Connection { get; init; }

    public required string ConnectionId { get; init; }

    public required string Epoch { get; init; }

    public required long HeadSeq { get; init; }

    public required long OldestSeq { get; init; }

    public required bool Resumed { get; init; }

    public long? ReplayFrom { get; init; }

    public long? ReplayTo { get; init; }

    public string? ResetReason { get; init; }

    public long StateVersion { get; init; }
}
