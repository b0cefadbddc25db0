using Orleans.Configuration;

namespace Netra.Host;

/// <summary>
/// How soon the cluster knows that a process is gone, and how long one may be silent without being taken for it. All of Orleans' settings for this, with
/// the arithmetic between them.
/// </summary>
/// <remarks>
/// <para>A process whose sockets close (killed, crashed): each probe fails at once, one every <see cref="ShortestProbe"/>; the third goes by way of another process, to
/// tell a dead neighbour from a bad line of one's own: two votes, its own and the other's. Written and told to all: 2 to 3.5 s. One that has just joined has no short probes yet:
/// 3 × <see cref="FirstProbes"/> = 4.5 s.</para>
/// <para>One that joins has that long for its first answer, which takes a machine short of CPU a second or two: nothing has come from it before that could speak for it.</para>
/// <para>A process that is silent (no route, packets dropped, stopped): while anything has come from it within <see cref="LongestProbe"/> × <see cref="MissedProbes"/> = 6 s,
/// nobody votes against it. That is the margin of a process that is busy with its garbage or starved of CPU: 6 s of not one message to anybody, where pauses of
/// 2 to 3 s are the worst that are expected. Behind it one probe of at most 2 s fails; one more, when the process that was asked to probe is gone as well, or two wrote at once; then
/// <see cref="TableRefresh"/> for those whom the word did not reach: 6 + 2 + 2 + 3 = 13 s at worst, 6 to 8 s mostly.</para>
/// <para>When so many are gone at once that no witness is left, those who write no <see cref="SignOfLife"/> are passed over first: 15 to 20 s.</para>
/// <para>A process that only lost the others, but not the database, learns of its death from the table within <see cref="TableRefresh"/>. It alone can't declare the others dead:
/// that takes two votes in a cluster of three or more, and whoever it asks for the second does not answer.</para>
/// <para>While the database is away nobody is declared dead. Orleans waits up to a minute before it reads the table again after several failures; <see cref="MembershipRefresher"/> does not.</para>
/// </remarks>
internal static class ClusterLiveness
{
    private const int MissedProbes = 3;
    private const int Votes = 2;

    private static readonly TimeSpan FirstProbes = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan ShortestProbe = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(2);

    /// <summary>How often the membership table is read: also when reading has failed (<see cref="MembershipRefresher"/>).</summary>
    internal static readonly TimeSpan TableRefresh = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Whoever has written no sign of life three times is passed over as a witness, its vote is not needed, and who joins need not reach it. Above the pauses of a
    /// failover of the database, and of clocks that differ by a few seconds.
    /// </summary>
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);

    public static ISiloBuilder UseNetraLiveness(this ISiloBuilder silo) => silo
        .Configure<ClusterMembershipOptions>(Configure)
        .Configure<ConnectionOptions>(connections => connections.OpenConnectionTimeout = TimeSpan.FromSeconds(3))
        // What bounds a call to a silo that is silent, until the cluster knows: callers get 503.
        .Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10));

    private static void Configure(ClusterMembershipOptions membership)
    {
        // Orleans learns each member's pace from its answers; a probe is at most so long, and one follows another in that time.
        membership.ProbeTimeout = FirstProbes;
        membership.MinProbeTimeout = ShortestProbe;
        membership.MaxProbeTimeout = LongestProbe;
        membership.NumMissedProbesLimit = MissedProbes;
        membership.NumVotesForDeathDeclaration = Votes;
        membership.TableRefreshTimeout = TableRefresh;
        membership.IAmAliveTablePublishTimeout = SignOfLife;
        membership.NumMissedTableIAmAliveLimit = 3;
        // Who can't reach all others gives up and is started again; meanwhile what is left of a cluster that died as a whole is seen to be dead.
        membership.MaxJoinAttemptTime = TimeSpan.FromMinutes(2);
        // The table holds the living, and the dead of an hour, or of a day where they are few.
        membership.MaxDefunctSiloEntries = 25;
        membership.DefunctSiloMinimumRetention = TimeSpan.FromHours(1);
        membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
        membership.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
    }
}
