namespace Netra.Storage;

/// <summary>That the counts of the next head follow from the expected one, from what is added, and from what falls.</summary>
internal static partial class CommitRules
{
    private static void CheckRetention(UserCommit commit)
    {
        var (expected, next) = (commit.Expected, commit.Next);
        Require(next.FirstRetainedSeq >= expected.FirstRetainedSeq, "its oldest seq falls");
        CheckOldPlaces(commit);
        var added = new PlaceTally();
        for (var i = 0; i < commit.Frames.Count; i++)
        {
            var frame = commit.Frames[i];
            if (frame.Seq >= next.FirstRetainedSeq) added.Add(FrameEntry.Of(frame));
        }

        CheckPlaces(commit, added, out var leavingFrames);
        CheckSizes(commit, added, leavingFrames);
        CheckOldestTimestamp(commit);
    }

    /// <summary>Removed and erased places were retained before and are not trimmed, each named once.</summary>
    private static void CheckOldPlaces(UserCommit commit)
    {
        if (commit.FramesToRemove.Count + commit.FramesToErase.Count == 0) return;
        var previous = commit.Next.FirstRetainedSeq;
        foreach (var seq in commit.FramesToRemove)
        {
            Require(seq > previous && seq <= commit.Expected.HeadSeq, "a place to remove is no retained one above its oldest, or not in order");
            previous = seq;
        }

        previous = commit.Next.FirstRetainedSeq - 1;
        foreach (var hole in commit.FramesToErase)
        {
            Require(hole.Seq > previous && hole.Seq <= commit.Expected.HeadSeq, "a place to erase is no retained one, or not in order");
            Require(IsHoleReason(hole.Reason), "the reason for erasing a frame is none");
            previous = hole.Seq;
        }

        if (commit.FramesToRemove.Count == 0 || commit.FramesToErase.Count == 0) return;
        var removed = commit.FramesToRemove.ToHashSet();
        foreach (var hole in commit.FramesToErase) Require(!removed.Contains(hole.Seq), "a place is both removed and erased");
    }

    /// <summary>How many places leave is exact while there is no gap among those that are trimmed; which are frames is not known here.</summary>
    private static void CheckPlaces(UserCommit commit, PlaceTally added, out long leavingFrames)
    {
        var (expected, next, erased) = (commit.Expected, commit.Next, commit.FramesToErase.Count);
        var fallenFrames = expected.FrameCount - erased + added.Frames - next.FrameCount;
        var fallenHoles = expected.HoleCount + erased + added.Holes - next.HoleCount;
        Require(fallenFrames >= 0 && fallenFrames <= expected.FrameCount - erased, "its frame count does not follow");
        Require(fallenHoles >= 0 && fallenHoles <= expected.HoleCount, "its hole count does not follow");

        var (least, most) = TrimmedPlaces(expected, next.FirstRetainedSeq);
        var (fallen, removed) = (fallenFrames + fallenHoles, commit.FramesToRemove.Count);
        Require(fallen >= least + removed && fallen <= most + removed, "its counts do not follow from what is removed");
        var keepsOldPlaces = next.FirstRetainedSeq <= expected.HeadSeq;
        Require(!keepsOldPlaces || fallen < expected.FrameCount + expected.HoleCount, "its oldest place is gone");
        leavingFrames = fallenFrames + erased;
    }

    /// <summary>The bounds for how many places lie below <paramref name="first"/>.</summary>
    private static (long Least, long Most) TrimmedPlaces(in UserHead expected, long first)
    {
        var places = expected.FrameCount + expected.HoleCount;
        if (first == expected.FirstRetainedSeq || places == 0) return (0, 0);
        if (first > expected.HeadSeq) return (places, places);
        var below = first - expected.OldestSeq;
        var gaps = expected.HeadSeq - expected.OldestSeq + 1 - places;
        return (Math.Max(1, below - gaps), Math.Min(below, places));
    }

    /// <summary>Each frame has a byte or more: so much leaves with those that leave, and stays with those that stay.</summary>
    private static void CheckSizes(UserCommit commit, PlaceTally added, long leavingFrames)
    {
        var (expected, next) = (commit.Expected, commit.Next);
        var stayingFrames = expected.FrameCount - leavingFrames;
        var leavingBytes = expected.RetainedBytes + added.Bytes - next.RetainedBytes;
        Require(
            leavingFrames == 0 ? leavingBytes == 0
                : stayingFrames == 0 ? leavingBytes == expected.RetainedBytes
                : leavingBytes >= leavingFrames && expected.RetainedBytes - leavingBytes >= stayingFrames,
            "its retained bytes do not follow");

        var leavingMarked = expected.MarkedCount + added.Marked - next.MarkedCount;
        Require(
            leavingMarked >= 0 && leavingMarked <= Math.Min(leavingFrames, expected.MarkedCount)
                && expected.MarkedCount - leavingMarked <= stayingFrames,
            "its marked count does not follow");
    }

    private static void CheckOldestTimestamp(UserCommit commit)
    {
        var (expected, next) = (commit.Expected, commit.Next);
        if (next.OldestSeq == 0) return;
        var follows = next.OldestSeq > expected.HeadSeq
            ? next.OldestTimestampMs == commit.Frames[(int)(next.OldestSeq - expected.HeadSeq - 1)].TimestampMs
            : next.OldestSeq == expected.OldestSeq
                ? next.OldestTimestampMs == expected.OldestTimestampMs
                : next.OldestTimestampMs >= expected.OldestTimestampMs && next.OldestTimestampMs <= expected.LastTimestampMs;
        Require(follows, "its oldest timestamp is not that of its oldest place");
    }
}
