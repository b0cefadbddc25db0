using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>The answer to an attach. All but <see cref="Status"/> and <see cref="CloseReason"/> has a meaning only when it is <see cref="AttachStatus.Attached"/>.</summary>
[GenerateSerializer, Alias("netra.attach_result"), Immutable]
public sealed record AttachResult
{
    [Id(0)]
    public required AttachStatus Status { get; init; }

    /// <summary>The silo where the user's grain is now.</summary>
    [Id(1)]
    public SiloAddress? Home { get; init; }

    [Id(2)]
    public Epoch Epoch { get; init; }

    /// <summary>The last durable seq.</summary>
    [Id(3)]
    public long HeadSeq { get; init; }

    /// <summary>The oldest retained seq; 0 while nothing is stored.</summary>
    [Id(4)]
    public long OldestSeq { get; init; }

    /// <summary>Where the connection's frames begin: the first has <c>Place.Cursor + 1</c>.</summary>
    [Id(5)]
    public StartingPlace Place { get; init; } = new();

    [Id(6)]
    public long StateVersion { get; init; }

    /// <summary>The state that is sent before the replay; null when the client has it, or gets what it misses with the replay.</summary>
    [Id(7)]
    public StateToSend? State { get; init; }

    /// <summary>The close reason, with <see cref="AttachStatus.Disconnected"/>.</summary>
    [Id(8)]
    public string? CloseReason { get; init; }
}
