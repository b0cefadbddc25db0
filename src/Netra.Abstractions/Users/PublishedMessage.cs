namespace Netra.Abstractions;

/// <summary>A message that was accepted: on durable storage, or sent beside the log.</summary>
/// <param name="Id">Its id: the sender's, or the one made for it.</param>
/// <param name="Seq">Its place in the user's log; null beside the log.</param>
/// <param name="Duplicate">Whether the same id was accepted before: then this is the first one's seq, and nothing was appended.</param>
[GenerateSerializer, Alias("netra.published_message"), Immutable]
public readonly record struct PublishedMessage(
    [property: Id(0)] string Id, [property: Id(1)] long? Seq, [property: Id(2)] bool Duplicate = false);
