namespace Netra.Storage.RocksDb;

/// <summary>A commit and those before it in its group, which the store does not show before the group is written.</summary>
/// <param name="group">The group.</param>
/// <param name="index">Its place in the group.</param>
/// <param name="before">What became of those before it.</param>
/// <param name="first">The place of its user's first commit; its own where there is none before it.</param>
internal readonly ref struct CommitInGroup(IReadOnlyList<UserCommit> group, int index, ReadOnlySpan<CommitOutcome> before, int first)
{
    private readonly ReadOnlySpan<CommitOutcome> _before = before;

    public UserCommit Commit => group[index];

    /// <summary>Whether a commit before it wrote or deleted a place of its user, and what it made of it: a frame, or null for a hole and for nothing.</summary>
    public bool TryFind(long seq, out StoredFrame? frame)
    {
        frame = null;
        for (var i = index - 1; i >= first; i--)
        {
            var commit = group[i];
            if (_before[i] != CommitOutcome.Committed || commit.User != Commit.User) continue;
            if (seq < commit.Next.FirstRetainedSeq || commit.FramesToRemove.Contains(seq)) return true;
            if (commit.FramesToErase.Any(hole => hole.Seq == seq)) return true;
            if (seq <= commit.Expected.HeadSeq) continue;
            var place = commit.Frames[(int)(seq - commit.Expected.HeadSeq - 1)];
            frame = place.Hole is null ? place : null;
            return true;
        }

        return false;
    }
}
