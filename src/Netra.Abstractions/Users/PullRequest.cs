using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>Asks for what comes after a connection's cursor.</summary>
[GenerateSerializer, Alias("netra.pull_request"), Immutable]
public readonly record struct PullRequest(
    [property: Id(0)] ConnectionId Connection,
    [property: Id(1)] long AfterSeq,
    [property: Id(2)] int MaxFrames,
    [property: Id(3)] int MaxBytes)
{
    /// <summary>Only frames of high or critical priority up to <see cref="ExpeditedUpTo"/>, as they are sent ahead of their turn; no skipped ranges.</summary>
    [Id(4)]
    public bool OnlyExpedited { get; init; }

    /// <summary>
    /// The end of the run that was sent ahead: an ordinary pull passes frames of high or critical priority up to here in silence. 0 when nothing was.
    /// </summary>
    [Id(5)]
    public long ExpeditedUpTo { get; init; }
}
