namespace Netra.Storage.PostgreSql;

/// <summary>A group while it is written, and what it has left of its time: for the wait for a connection, and for all its tries and parts together.</summary>
internal sealed class GroupWrite(IReadOnlyList<UserCommit> commits, Memory<CommitOutcome> outcomes, TimeProvider time, TimeSpan limit)
{
    // Less is not enough to write anything.
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(20);

    private readonly long _started = time.GetTimestamp();

    public IReadOnlyList<UserCommit> Commits => commits;

    public Span<CommitOutcome> Outcomes => outcomes.Span;

    public TimeSpan TimeLeft => limit - time.GetElapsedTime(_started);

    public bool IsOverdue => TimeLeft < LeastTime;

    /// <summary>Whether one of its commits can't be written, and it is divided to find it.</summary>
    public bool IsDivided { get; set; }

    /// <summary>Puts one outcome at several places.</summary>
    public void Answer(IReadOnlyList<int> places, CommitOutcome outcome)
    {
        for (var i = 0; i < places.Count; i++) Outcomes[places[i]] = outcome;
    }
}
