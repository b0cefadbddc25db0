namespace Netra.Gateway;

/// <summary>How a process leaves when it is asked to stop (protocol section 4, drain).</summary>
public sealed class DrainOptions
{
    /// <summary>What stands for null outside Development.</summary>
    public static readonly TimeSpan DefaultReadinessDelay = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long a gateway is not ready before it asks its connections to leave, so that load balancers have taken it out by then; null: 3 s, and
    /// none in Development.
    /// </summary>
    public TimeSpan? ReadinessDelay { get; set; }

    /// <summary>
    /// Over how long connections are asked to come back elsewhere. Fewer than <see cref="MinPerSecond"/> a second take less; a process that is starved takes
    /// a little longer, within its grace period.
    /// </summary>
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many connections a second are asked to leave at least, so that a small gateway is soon empty.</summary>
    public int MinPerSecond { get; set; } = 100;

    /// <summary>The time from one wave to the next. The connections of a wave leave spread over it.</summary>
    public TimeSpan WaveInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long the whole end of the process may take, the silo's too. Keep it below the time after which it would be killed: 30 s of
    /// Kubernetes, 10 s of Docker. An application that embeds a gateway gives it to its own <c>HostOptions.ShutdownTimeout</c>.
    /// </summary>
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(28);
}
