namespace Netra.Grains;

/// <summary>Limits of a user's log, and bounds of its grain.</summary>
public sealed class UserGrainOptions
{
    /// <summary>
    /// How many frames are retained for a user; beyond it the acknowledged fall first, then the least important, oldest first (protocol section 3, limits
    /// per user). As many places of expired and revoked frames are kept.
    /// </summary>
    public int MaxMessages { get; set; } = 1_000;

    /// <summary>How many bytes of frames are retained for a user.</summary>
    public long MaxBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long a frame is retained. Looked at when the user is written to, or asked about.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>What happens to a message that would make unread ones fall to the limit of messages or bytes.</summary>
    public OverflowPolicy Overflow { get; set; } = OverflowPolicy.DropOldest;

    /// <summary>How many dead letters of a user are kept; beyond it the oldest are deleted.</summary>
    public int MaxDeadLetters { get; set; } = 1_000;

    /// <summary>How many bytes of dead letters of a user are kept.</summary>
    public long MaxDeadLetterBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long a dead letter is kept.</summary>
    public TimeSpan DeadLetterRetention { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long an accepted id is remembered (protocol section 2.2); one of another user's outbox 24 hours.</summary>
    public TimeSpan DeduplicationWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How many accepted ids of a user are remembered in each of the three spaces (those of its clients, of publishers, and of other users' outboxes);
    /// beyond it the oldest of that space are forgotten before their time.
    /// </summary>
    public int MaxDeduplicationRecords { get; set; } = 50_000;

    /// <summary>The largest state, in bytes of UTF-8 (protocol section 5).</summary>
    public int MaxStateBytes { get; set; } = 256 * 1024;

    /// <summary>How many operations of a JSON Patch, or dotted updates, one change of the state may have.</summary>
    public int MaxStateOperations { get; set; } = 1_000;

    /// <summary>After how many changes of the state a snapshot of it is stored.</summary>
    public int StateSnapshotChanges { get; set; } = 100;

    /// <summary>After how many bytes of changes a snapshot of the state is stored, or after half of the state's own bytes when that is more.</summary>
    public int StateSnapshotBytes { get; set; } = 4 * 1024;

    /// <summary>What becomes of a client's message whose type has no handler.</summary>
    public UnhandledMessages UnhandledMessages { get; set; } = UnhandledMessages.Relay;

    /// <summary>How long a session is remembered after it was last attached.</summary>
    public TimeSpan SessionRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How many sessions of a user are remembered; beyond it those longest unseen are forgotten.</summary>
    public int MaxSessions { get; set; } = 100;

    /// <summary>How long a connection stays on the list without a renewal by its gateway.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// For how long after a load of a user's log another activation of the same user may still be alive. Until then its lease renewals make a small commit
    /// each, six at most, which shows whether another one has written. Longer than the cluster needs to notice a dead or cut-off process.
    /// </summary>
    public TimeSpan SettlingTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// For how long a connection is remembered that its gateway took off the list before it was on it, or that the application disconnected: what comes late
    /// brings none of them back. Longer than a call between two silos may take.
    /// </summary>
    public TimeSpan EndedConnectionRetention { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many such connections of a user are remembered; beyond it the oldest are forgotten.</summary>
    public int MaxEndedConnections { get; set; } = 100;

    /// <summary>
    /// How many tokens of a user can be revoked one by one at a time, expired ones apart; beyond it such a revocation is refused. All tokens of a user can be revoked
    /// always.
    /// </summary>
    public int MaxRevokedTokens { get; set; } = 1_000;

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

    /// <summary>
    /// How many commits a silo remembers in memory, of all its users, for who asks what became of a message (<c>…/explain</c>): about 150 bytes each; 0: none.
    /// </summary>
    public int RememberedCommits { get; set; } = 65_536;

    /// <summary>How long a read of the log may take.</summary>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
