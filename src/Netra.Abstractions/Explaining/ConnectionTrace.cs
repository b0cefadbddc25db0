using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>What a gateway remembers of a connection, and of one message on it.</summary>
[GenerateSerializer, Alias("netra.connection_trace"), Immutable]
public sealed record ConnectionTrace
{
    [Id(0)]
    public required ConnectionId Connection { get; init; }

    [Id(1)]
    public required ClientId Client { get; init; }

    /// <summary><c>attaching</c>, <c>catching_up</c>, <c>live</c>, <c>closing</c> or <c>ended</c>.</summary>
    [Id(2)]
    public required string State { get; init; }

    /// <summary>When the upgrade came, Unix milliseconds.</summary>
    [Id(3)]
    public required long ConnectedAtMs { get; init; }

    /// <summary>When it ended, Unix milliseconds; null while it has not.</summary>
    [Id(4)]
    public long? EndedAtMs { get; init; }

    /// <summary>Why it ended or is being closed; null while it is not.</summary>
    [Id(5)]
    public string? EndReason { get; init; }

    /// <summary>Behind which seq it began, or after the last <c>resume</c> began anew.</summary>
    [Id(6)]
    public required long FirstCursor { get; init; }

    /// <summary>The last seq that was queued for its socket, or passed in silence.</summary>
    [Id(7)]
    public required long Cursor { get; init; }

    /// <summary>How many frames wait for its socket.</summary>
    [Id(8)]
    public required int QueuedFrames { get; init; }

    [Id(9)]
    public required Handover Handover { get; init; }

    /// <summary>Why it was skipped; null when it was not.</summary>
    [Id(10)]
    public SkipReason? Skipped { get; init; }
}
