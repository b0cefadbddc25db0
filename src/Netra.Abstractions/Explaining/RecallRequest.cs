using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>Asks what a process remembers of one message.</summary>
/// <param name="User">The user.</param>
/// <param name="Epoch">The history that the seq counts in.</param>
/// <param name="Seq">The message.</param>
/// <param name="IsExpedited">Whether a replay sends it ahead of its turn; null when its priority is not known any more.</param>
/// <param name="IsRetained">Whether the log has it still.</param>
[GenerateSerializer, Alias("netra.recall_request"), Immutable]
public sealed record RecallRequest(
    [property: Id(0)] UserId User,
    [property: Id(1)] Epoch Epoch,
    [property: Id(2)] long Seq,
    [property: Id(3)] bool? IsExpedited,
    [property: Id(4)] bool IsRetained);
