using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>A connection that asks to be on its user's list.</summary>
[GenerateSerializer, Alias("netra.attach_request"), Immutable]
public sealed record AttachRequest
{
    [Id(0)]
    public required ConnectionId Connection { get; init; }

    /// <summary>The gateway silo that holds the socket, with its generation.</summary>
    [Id(1)]
    public required SiloAddress Gateway { get; init; }

    /// <summary>The session.</summary>
    [Id(2)]
    public required ClientId Client { get; init; }

    /// <summary>Whether the client chose <see cref="Client"/> itself. A made-up session that never acknowledges ends with its connection.</summary>
    [Id(3)]
    public required bool ClientIsOwn { get; init; }

    /// <summary>When the socket was accepted, Unix milliseconds. Of two connections of one session the later wins.</summary>
    [Id(4)]
    public required long ConnectedAtMs { get; init; }

    /// <summary>What the client says it has had, where it says so.</summary>
    [Id(5)]
    public StreamPosition? Resume { get; init; }

    /// <summary>Where a session that is new and does not resume begins.</summary>
    [Id(6)]
    public StartPosition Start { get; init; }

    /// <summary>
    /// How many connections the user may have. One that is already open was admitted once and is let in again before newer ones; beyond the limit the newest goes.
    /// </summary>
    [Id(7)]
    public int ConnectionLimit { get; init; } = int.MaxValue;

    /// <summary>Set for a connection that is already open and lost its grain: the last seq on its socket, with the epoch.</summary>
    [Id(8)]
    public StreamPosition? Cursor { get; init; }

    /// <summary>The state version that the client says it holds; null when it holds none.</summary>
    [Id(9)]
    public long? StateVersion { get; init; }

    /// <summary>What becomes of one connection more than <see cref="ConnectionLimit"/>.</summary>
    [Id(10)]
    public ConnectionPolicy Policy { get; init; }

    /// <summary>The token that the connection was admitted with, or renewed with since. Null: there is nothing that could be revoked.</summary>
    [Id(11)]
    public TokenStamp? Token { get; init; }

    /// <summary>When something was last heard of an open connection, Unix milliseconds; 0: not since it was made.</summary>
    [Id(12)]
    public long LastSeenAtMs { get; init; }
}
