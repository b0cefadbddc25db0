using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>A user as the server API shows it (protocol section 7).</summary>
[GenerateSerializer, Alias("netra.user_description"), Immutable]
public sealed record UserDescription
{
    [Id(0)]
    public required ConnectionDescription[] Connections { get; init; }

    [Id(1)]
    public required Epoch Epoch { get; init; }

    [Id(2)]
    public required long HeadSeq { get; init; }

    /// <summary>0 while nothing is stored.</summary>
    [Id(3)]
    public required long OldestSeq { get; init; }

    /// <summary>Retained frames above the highest position that any session has acknowledged.</summary>
    [Id(4)]
    public required long Unread { get; init; }

    [Id(5)]
    public required long StateVersion { get; init; }

    /// <summary>How many dead letters are kept.</summary>
    [Id(6)]
    public required long DeadLetters { get; init; }

    /// <summary>The sessions that storage knows of, newest first.</summary>
    [Id(7)]
    public SessionDescription[] Sessions { get; init; } = [];
}
