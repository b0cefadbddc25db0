using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>Asks for the frames after a connection's cursor.</summary>
[GenerateSerializer, Alias("netra.pull_request"), Immutable]
public readonly record struct PullRequest(
    [property: Id(0)] ConnectionId Connection,
    [property: Id(1)] long AfterSeq,
    [property: Id(2)] int MaxFrames,
    [property: Id(3)] int MaxBytes);
