namespace Netra.Grains;

/// <summary>Bounds of what users' grains do behind the answers: handlers in the background, and the outbox. Checked once, at start.</summary>
public sealed class WorkOptions
{
    /// <summary>How many records of work a user may have; beyond it what would make more is refused with <c>queue_full</c>.</summary>
    public int MaxRecordsPerUser { get; set; } = 1_000;

    /// <summary>
    /// How large the records of work of a user may be together, in bytes; beyond it what would make more is refused with <c>queue_full</c>.
    /// </summary>
    public long MaxBytesPerUser { get; set; } = 16 * 1024 * 1024;

    /// <summary>How many handlers of a user run in the background at once; the others wait in their order.</summary>
    public int MaxJobsPerUser { get; set; } = 4;

    /// <summary>How many handlers of all users of a silo run in the background at once.</summary>
    public int MaxJobsPerSilo { get; set; } = 256;

    /// <summary>How many calls that deliver a user's outbox are under way at once.</summary>
    public int MaxDeliveriesPerUser { get; set; } = 4;

    /// <summary>How many messages one such call carries.</summary>
    public int MaxDeliveryMessages { get; set; } = 100;

    /// <summary>How many bytes of payload one such call carries; a larger message goes alone.</summary>
    public int MaxDeliveryBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How long a message is tried to be delivered before it is a dead letter. At most 23 h: its id is remembered for 24 h where it goes, and what comes
    /// later could count twice.
    /// </summary>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromHours(23);

    /// <summary>
    /// How long a message for the background waits where nothing handles its type, before it is a dead letter: in a rolling upgrade its user may come to
    /// a silo that does not know the type yet.
    /// </summary>
    public TimeSpan MissingHandlerTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The pause before work that failed is tried again; it doubles with each further failure. The pause taken is a random part of it.</summary>
    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>What that pause grows to.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How soon after its start a silo looks for users who have work left.</summary>
    public TimeSpan FirstScanDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long it pauses between two such looks.</summary>
    public TimeSpan ScanInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many users it finds at once.</summary>
    public int ScanPageUsers { get; set; } = 1_000;

    /// <summary>How many of them it wakes at once.</summary>
    public int MaxConcurrentWakes { get; set; } = 16;
}
