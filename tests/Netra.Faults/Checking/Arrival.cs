namespace Netra.Faults;

/// <summary>A message that was accepted outside of faults, at a tab that was open before and stayed open.</summary>
/// <param name="Connection">The tab's connection.</param>
/// <param name="Accepted">The message.</param>
/// <param name="AtMs">When it was there; null: never.</param>
internal sealed record Arrival(TabConnection Connection, Acceptance Accepted, long? AtMs)
{
    /// <summary>How long it may take from its acceptance. Far longer than it takes where nothing is wrong, for runs are made on starved machines; less than a lease, whose renewal mends what was forgotten.</summary>
    public const int BoundMs = 5_000;

    /// <summary>From the acceptance to the arrival, 0 where it was there before.</summary>
    public long? Length => AtMs is { } atMs ? Math.Max(0, atMs - Accepted.AtMs) : null;

    public bool IsLate => Length is not <= BoundMs;

    /// <summary>
    /// Every one of a user that can be judged: no fault from long before the acceptance until the bound is over, and the connection open for all of that time. What has a
    /// time to live may never come.
    /// </summary>
    public static IEnumerable<Arrival> Of(UserHistory user)
    {
        var accepted = user.Accepted.Where(one => !one.MayExpire && user.Calm.Lasts(one.AtMs, one.AtMs + BoundMs)).ToList();
        foreach (var connection in user.Connections.Where(connection => connection.Opened is not null))
        {
            var own = accepted.Where(one => connection.Opened!.AtMs < one.AtMs && (connection.Closed?.AtMs ?? long.MaxValue) > one.AtMs + BoundMs).ToList();
            if (own.Count == 0) continue;
            var progress = TabProgress.Of(connection);
            foreach (var one in own) yield return new Arrival(connection, one, progress.HadAt(one.Seq));
        }
    }
}
