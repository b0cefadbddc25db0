namespace Netra.Abstractions;

/// <summary>How messages of a type are handled.</summary>
public sealed class MessageHandlerOptions
{
    /// <summary>
    /// Whether the message is accepted as soon as it is on durable storage, and handled behind that, beside other messages: for work that takes
    /// longer than a sender should wait. After a crash it runs again from its beginning; <see cref="IMessageContext.PublishNowAsync"/> repeats nothing then.
    /// </summary>
    public bool InBackground { get; set; }

    /// <summary>How often it is tried before it is a dead letter.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>How long one try may take; null: 5 seconds, and an hour in the background.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>The longest pause before the second try; it doubles with each further one. The pause taken is a random part of it.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);
}
