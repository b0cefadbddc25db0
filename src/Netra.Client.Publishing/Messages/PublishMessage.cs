using Netra.Protocol;

namespace Netra.Client.Publishing;

/// <summary>A message to publish.</summary>
/// <param name="Type">1 to 64 characters; none of the protocol's own types.</param>
/// <param name="Payload">A JSON object; null is an empty one.</param>
public sealed record PublishMessage(string Type, NetraJson? Payload = null)
{
    /// <summary>
    /// The idempotency key, 1 to 128 characters: of messages to one user with the same id, within the server's deduplication window (10 minutes by default), only the first
    /// is stored. Null: the publisher makes one for each call, which guards the tries of that call. Pass one of your own where a call may be repeated by your code.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>How much it matters: what is replayed first, and what falls last.</summary>
    public MessagePriority Priority { get; init; } = MessagePriority.Normal;

    /// <summary>For how long it may be delivered, one millisecond to ten years; null: as long as it is retained.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>
    /// False: it goes to the connections that are there now, has no seq and is not stored. The publisher makes no id for it, since comparing ids would cost the durable
    /// write that such a message is to save: a try that is repeated after a lost answer may deliver it twice, unless it has an id of your own.
    /// </summary>
    public bool IsDurable { get; init; } = true;
}
