using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>What became of a dead letter that was to be tried again.</summary>
/// <param name="Found">False when there is none of this seq.</param>
/// <param name="Seq">
/// The new seq of the message; of a client's message whose handler ran now, the first seq that its handler published, null when it published nothing. Null too for what is
/// work again: a message for the background, or for another user.
/// </param>
/// <param name="Refusal">Why it stays a dead letter: <c>queue_full</c>, <c>handler_failed</c>.</param>
[GenerateSerializer, Alias("netra.dead_letter_retry"), Immutable]
public sealed record DeadLetterRetry([property: Id(0)] bool Found, [property: Id(1)] long? Seq = null, [property: Id(2)] FrameError? Refusal = null);
