using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>What became of published messages: an answer for each in their order, or why all were refused.</summary>
/// <param name="Messages">The answers; empty after a refusal.</param>
/// <param name="Refusal">Why nothing was done, such as <c>queue_full</c>; null when all was.</param>
[GenerateSerializer, Alias("netra.publish_result"), Immutable]
public sealed record PublishResult([property: Id(0)] PublishedMessage[] Messages, [property: Id(1)] FrameError? Refusal = null)
{
    /// <summary>What is answered where no answer came: nobody knows what became of the messages.</summary>
    public static PublishResult Unconfirmed { get; } = Unavailable("The message was not confirmed in time; it may or may not have been stored.");

    /// <summary>The silo where the user's grain answered; null when whoever asks knows it.</summary>
    [Id(2)]
    public SiloAddress? Home { get; init; }

    /// <summary>Nothing is known of what became of the messages, or it is known that nothing became of them; the text says which.</summary>
    public static PublishResult Unavailable(string message) => new([], new FrameError(ErrorCodes.Unavailable, message));
}
