using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>A connection as its gateway sees it. Times are Unix milliseconds.</summary>
[GenerateSerializer, Alias("netra.connection_report"), Immutable]
public sealed record ConnectionReport
{
    [Id(0)]
    public required UserId User { get; init; }

    [Id(1)]
    public required ConnectionId Connection { get; init; }

    [Id(2)]
    public required ClientId Client { get; init; }

    /// <summary><c>attaching</c>, <c>catching_up</c>, <c>live</c> or <c>closing</c>.</summary>
    [Id(3)]
    public required string State { get; init; }

    [Id(4)]
    public required long ConnectedAtMs { get; init; }

    /// <summary>The last seq that was queued for its socket.</summary>
    [Id(5)]
    public required long Cursor { get; init; }

    /// <summary>How many seqs lie between that and the newest that its gateway knows of.</summary>
    [Id(6)]
    public required long Behind { get; init; }

    [Id(7)]
    public required int QueuedFrames { get; init; }

    [Id(8)]
    public required long QueuedBytes { get; init; }

    /// <summary>Since when it reads from the log; 0 while it does not.</summary>
    [Id(9)]
    public required long CatchingUpSinceMs { get; init; }

    /// <summary>Since when the write waits that its socket has not taken; 0 while none does.</summary>
    [Id(10)]
    public required long WritingSinceMs { get; init; }
}
