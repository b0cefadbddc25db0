namespace Netra.Grains;

/// <summary>Limits of a user's log, and bounds of its grain.</summary>
public sealed class UserGrainOptions
{
    /// <summary>How many frames are retained for a user; beyond it the oldest fall (protocol section 3, limits per user).</summary>
    public int MaxMessages { get; set; } = 1_000;

    /// <summary>How many bytes of frames are retained for a user.</summary>
    public long MaxBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long a frame is retained. Looked at when the user is written to.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a session is remembered after it was last attached.</summary>
    public TimeSpan SessionRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How many sessions of a user are remembered; beyond it those longest unseen are forgotten.</summary>
    public int MaxSessions { get; set; } = 100;

    /// <summary>How long a connection stays on the list without a renewal by its gateway.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many commits of one user are under way at once.</summary>
    public int MaxCommitsInFlight { get; set; } = 4;

    /// <summary>How many frames gather in one commit before the next begins. One publish call is never split.</summary>
    public int MaxCommitFrames { get; set; } = 1_000;

    /// <summary>How many bytes gather in one commit before the next begins.</summary>
    public int MaxCommitBytes { get; set; } = 1024 * 1024;

    /// <summary>How many bytes of one user may wait to become durable; beyond it publishes are refused.</summary>
    public long MaxPendingBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How many bytes of a user's newest frames stay in memory for cheap catch-up.</summary>
    public int RecentFramesBytes { get; set; } = 64 * 1024;

    /// <summary>How long a read of the log may take.</summary>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
