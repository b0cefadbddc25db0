namespace Netra.Abstractions;

/// <summary>A message that is on durable storage.</summary>
/// <param name="Id">Its id: the sender's, or the one made for it.</param>
/// <param name="Seq">Its place in the user's log.</param>
[GenerateSerializer, Alias("netra.published_message"), Immutable]
public readonly record struct PublishedMessage([property: Id(0)] string Id, [property: Id(1)] long Seq);
