using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>What became of published messages: an answer for each in their order, or why all were refused.</summary>
/// <param name="Messages">The answers; empty after a refusal.</param>
/// <param name="Refusal">Why nothing was done, such as <c>queue_full</c>; null when all was.</param>
[GenerateSerializer, Alias("netra.publish_result"), Immutable]
public sealed record PublishResult([property: Id(0)] PublishedMessage[] Messages, [property: Id(1)] FrameError? Refusal = null);
