namespace Netra.Client.Publishing;

/// <summary>When a <see cref="PublishQueue"/> sends, and how much it holds.</summary>
public sealed class PublishQueueOptions
{
    /// <summary>The most messages that are in the queue, those under way too. Whoever adds another waits for room.</summary>
    public int Capacity { get; set; } = 10_000;

    /// <summary>The most bytes of messages that are in the queue, those under way too; at least one message of any size has room.</summary>
    public int MaxQueuedBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>A batch is sent when so many messages wait. The publisher's own limit counts too.</summary>
    public int BatchMessages { get; set; } = 500;

    /// <summary>A batch is sent when so many bytes wait. The publisher's own limit counts too.</summary>
    public int BatchBytes { get; set; } = 1024 * 1024;

    /// <summary>A batch is sent when a message has waited so long; zero: at once. While a batch is under way, what comes gathers for the next one in any case.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How long <see cref="PublishQueue.DisposeAsync"/> goes on sending what is in the queue. What is left then fails.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
