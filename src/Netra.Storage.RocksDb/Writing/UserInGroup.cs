namespace Netra.Storage.RocksDb;

/// <summary>What the commits of a group have made of a user so far; the store does not show it before the group is written.</summary>
/// <param name="head">The head as stored; null when its record is damaged.</param>
internal sealed class UserInGroup(UserHead? head)
{
    private readonly List<UserCommit> _commits = [];

    /// <summary>The head that the next commit must expect.</summary>
    public UserHead? Head { get; private set; } = head;

    public void Add(UserCommit commit)
    {
        _commits.Add(commit);
        Head = commit.Next;
    }

    /// <summary>Whether a commit of the group wrote or deleted a place, and what it made of it: a frame, or null for a hole and for nothing.</summary>
    public bool TryFind(long seq, out StoredFrame? frame)
    {
        frame = null;
        for (var i = _commits.Count - 1; i >= 0; i--)
        {
            var commit = _commits[i];
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
