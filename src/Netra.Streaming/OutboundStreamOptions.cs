namespace Netra.Streaming;

/// <summary>Bounds of the way from user grains to gateways.</summary>
public sealed class OutboundStreamOptions
{
    /// <summary>How many pushes may wait for one gateway. Beyond it frames are dropped and their users marked behind.</summary>
    public int MaxQueuedPushes { get; set; } = 65_536;

    /// <summary>How many bytes of frames may wait for one gateway, as <see cref="MaxQueuedPushes"/>.</summary>
    public long MaxQueuedBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How many pushes go into one batch at most.</summary>
    public int MaxBatchPushes { get; set; } = 4_096;

    /// <summary>How many bytes of frames go into one batch at most; one push larger than this goes alone.</summary>
    public int MaxBatchBytes { get; set; } = 1024 * 1024;

    /// <summary>How long to wait after the first failed batch before the next is tried; doubles with each failure.</summary>
    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait between two tries.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(1);
}
