using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>What became of a change of the state.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="State">The state after the change, or the present one after a conflict; null after a refusal.</param>
/// <param name="Seq">The seq of its <c>state_updated</c>; 0 when nothing was changed.</param>
/// <param name="Refusal">Why it was refused: <c>invalid_patch</c>, <c>state_too_large</c>, <c>queue_full</c>.</param>
[GenerateSerializer, Alias("netra.state_change_result"), Immutable]
public sealed record StateChangeResult(
    [property: Id(0)] StateChangeStatus Status,
    [property: Id(1)] UserState? State,
    [property: Id(2)] long Seq,
    [property: Id(3)] FrameError? Refusal);
