namespace Netra.Protocol;

/// <summary>One message of a publisher, in order (protocol section 7).</summary>
/// <param name="User">Whom it is for; null where the call's path says it.</param>
/// <param name="Type">1 to 64 UTF-16 code units, never a reserved type.</param>
/// <param name="Id">1 to 128 UTF-16 code units, or null.</param>
/// <param name="Payload">
/// A JSON object in UTF-8, <c>{}</c> when there was none. It may be a slice of the parsed body. Its length is for the caller to limit.
/// </param>
public readonly record struct PublishItem(UserId? User, string Type, string? Id, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The longest <c>ttl_ms</c>: ten years of 365 days. What is to stay longer has none.</summary>
    public const long MaxTtlMs = 10L * 365 * 24 * 60 * 60 * 1000;

    /// <summary>How much it matters; normal when it does not say.</summary>
    public MessagePriority Priority { get; init; } = MessagePriority.Normal;

    /// <summary>How long it may be delivered, in milliseconds from its acceptance, 1 to <see cref="MaxTtlMs"/>; null without an end.</summary>
    public long? TtlMs { get; init; }

    /// <summary>Whether it goes to the log. One that does not is sent to the connections that are there now, and nowhere else.</summary>
    public bool IsDurable { get; init; } = true;
}
