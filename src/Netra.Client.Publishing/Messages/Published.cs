namespace Netra.Client.Publishing;

/// <summary>A message that was accepted: a durable one is on durable storage.</summary>
/// <param name="Id">Its id: the publisher's own, or the one that was made for it.</param>
/// <param name="Seq">Its place in the user's log, from 1; null for one that is not durable.</param>
/// <param name="Duplicate">A message with this id was accepted before; <paramref name="Seq"/> is that one's, and nothing was stored now.</param>
public sealed record Published(string Id, long? Seq, bool Duplicate);
