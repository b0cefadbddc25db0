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

    /// <summary>A command, where this is one.</summary>
    [Id(4)]
    public ConnectionCommand? Command { get; init; }
}
