namespace Netra.Abstractions;

/// <summary>A page of the log after a cursor. It says of every seq up to <see cref="UpToSeq"/> what became of it.</summary>
[GenerateSerializer, Alias("netra.pull_result"), Immutable]
public sealed record PullResult
{
    /// <summary>False when the connection is not on the list: attach it again first.</summary>
    [Id(0)]
    public required bool Known { get; init; }

    /// <summary>Whole frames, as they go to the socket.</summary>
    [Id(1)]
    public ReadOnlyMemory<byte>[] Frames { get; init; } = [];

    /// <summary>The seqs of <see cref="Frames"/>, ascending.</summary>
    [Id(2)]
    public long[] Seqs { get; init; } = [];

    /// <summary>What will not come, ascending, without overlap with each other or the frames.</summary>
    [Id(3)]
    public SkippedRange[] Skipped { get; init; } = [];

    /// <summary>The page covers everything after the cursor up to here, inclusive; what it does not name was passed in silence.</summary>
    [Id(4)]
    public long UpToSeq { get; init; }

    /// <summary>The last durable seq.</summary>
    [Id(5)]
    public long HeadSeq { get; init; }

    /// <summary>A change of the state may be among what is skipped: the state has to be sent whole.</summary>
    [Id(6)]
    public bool StateMissed { get; init; }

    /// <summary>The traces of <see cref="Frames"/> that are remembered, by seq; null without any.</summary>
    [Id(7)]
    public FrameTrace[]? Traces { get; init; }
}
