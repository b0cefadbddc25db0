using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>What became of one item of a client.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Seq">Where the log has it: the seq of the relayed message or of the <c>state_updated</c>; null when a handler took it.</param>
[GenerateSerializer, Alias("netra.submit_answer"), Immutable]
public sealed record SubmitAnswer([property: Id(0)] SubmitStatus Status, [property: Id(1)] long? Seq = null)
{
    /// <summary>The present state, with <see cref="SubmitStatus.Conflict"/>.</summary>
    [Id(2)]
    public UserState? State { get; init; }

    /// <summary>What was wrong, with <see cref="SubmitStatus.Refused"/>.</summary>
    [Id(3)]
    public FrameError? Error { get; init; }
}
