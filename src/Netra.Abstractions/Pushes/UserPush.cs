using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>
/// The element of a gateway's outbound stream: what became durable for one user, or a command for one of its connections.
/// </summary>
[GenerateSerializer, Alias("netra.user_push"), Immutable]
public sealed record UserPush
{
    [Id(0)]
    public required UserId User { get; init; }

    /// <summary>The seq of the first frame; 0 without frames.</summary>
    [Id(1)]
    public long FirstSeq { get; init; }

    /// <summary>Whole frames with contiguous seqs, as they go to the socket. May be empty: then only the head is told.</summary>
    [Id(2)]
    public ReadOnlyMemory<byte>[] Frames { get; init; } = [];

    /// <summary>The last durable seq. A connection below it after this push must catch up.</summary>
    [Id(3)]
    public long HeadSeq { get; init; }

    /// <summary>Frames beside the log. A connection whose queue is full, or that is still replaying more than it may hold back, drops them.</summary>
    [Id(5)]
    public ReadOnlyMemory<byte>[] Ephemeral { get; init; } = [];

    /// <summary>The connection that <see cref="Ephemeral"/> is for; null for all of the user's.</summary>
    [Id(6)]
    public ConnectionId? Target { get; init; }

    /// <summary>When the frames became durable, Unix microseconds by the clock of the user's silo; 0 without frames. For measuring alone.</summary>
    [Id(7)]
    public long DurableAtUs { get; init; }

    /// <summary>How long before <see cref="DurableAtUs"/> the first of the frames was accepted, microseconds.</summary>
    [Id(8)]
    public int CommitUs { get; init; }

    /// <summary>The traces of the frames, by seq; null where none is recorded.</summary>
    [Id(9)]
    public FrameTrace[]? Traces { get; init; }

    /// <summary>A command, where this is one.</summary>
    [Id(4)]
    public ConnectionCommand? Command { get; init; }
}
