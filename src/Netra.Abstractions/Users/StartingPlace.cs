using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>Where the frames of a connection begin, and why there (protocol section 2.1).</summary>
[GenerateSerializer, Alias("netra.starting_place"), Immutable]
public sealed record StartingPlace
{
    /// <summary>Everything up to here counts as had.</summary>
    [Id(0)]
    public long Cursor { get; init; }

    /// <summary>A <c>last_seq</c> was given and honoured.</summary>
    [Id(1)]
    public bool Resumed { get; init; }

    /// <summary>Why the client's or the session's position could not be honoured; null when nothing was lost.</summary>
    [Id(2)]
    public ResetReason? ResetReason { get; init; }

    /// <summary>The last seq of the replay: the durable head at that moment.</summary>
    [Id(3)]
    public long ReplayTo { get; init; }

    /// <summary>The replay has frames of high or critical priority, which are sent ahead (protocol section 3). Never after a <c>resume</c> frame.</summary>
    [Id(4)]
    public bool HasExpedited { get; init; }
}
