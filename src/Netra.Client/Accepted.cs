namespace Netra.Client;

/// <summary>How a message or a change was accepted. It is on durable storage.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Duplicate">The server had it already, from a try whose answer was lost.</param>
/// <param name="Seq">Its place in the user's log, where it has one.</param>
public sealed record Accepted(string Id, bool Duplicate, long? Seq);
