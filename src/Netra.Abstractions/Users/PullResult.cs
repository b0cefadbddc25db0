namespace Netra.Abstractions;

/// <summary>A page of durable frames.</summary>
[GenerateSerializer, Alias("netra.pull_result"), Immutable]
public sealed record PullResult
{
    /// <summary>False when the connection is not on the list: attach it again first.</summary>
    [Id(0)]
    public required bool Known { get; init; }

    /// <summary>The seq of the first frame. Above <c>AfterSeq + 1</c> when what was between has fallen to a limit.</summary>
    [Id(1)]
    public long FirstSeq { get; init; }

    /// <summary>Whole frames, as they go to the socket; their seqs are contiguous.</summary>
    [Id(2)]
    public ReadOnlyMemory<byte>[] Frames { get; init; } = [];

    /// <summary>The last durable seq.</summary>
    [Id(3)]
    public long HeadSeq { get; init; }
}
