using Netra.Protocol;

namespace Netra.Storage;

/// <summary>What must hold of a commit before storage is asked: see <see cref="UserCommit"/>. A violation is a defect of the writer.</summary>
internal static class CommitRules
{
    /// <exception cref="ArgumentException">The commit contradicts itself.</exception>
    public static void Check(UserCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        Require(commit.User != default, "it names no user");
        CheckHeads(commit.Expected, commit.Next);
        CheckFrames(commit);
        CheckRetention(commit);
        CheckSessions(commit);
    }

    private static void CheckHeads(UserHead expected, UserHead next)
    {
        Require(expected.Epoch != default, "it names no epoch");
        Require(next.Epoch == expected.Epoch, "it changes the epoch");
        Require(next.Revision != 0 && next.Revision != expected.Revision, "its next revision is not its own");
        Require(expected.HeadSeq >= 0, "its expected head is negative");
        Require(next.HeadSeq is >= 0 and < long.MaxValue, "its next head is out of range");
    }

    private static void CheckFrames(UserCommit commit)
    {
        var (seq, timestamp) = (commit.Expected.HeadSeq, commit.Expected.LastTimestampMs);
        foreach (var frame in commit.Frames)
        {
            Require(frame.Seq == ++seq, "its frames do not continue the expected head");
            Require(frame.TimestampMs >= timestamp, "a timestamp falls");
            Require(frame.Json.IsEmpty == (frame.Hole is not null), "a frame is empty, or a hole is not");
            timestamp = frame.TimestampMs;
        }

        Require(commit.Next.HeadSeq == seq, "its next head is not the seq of its last frame");
        Require(commit.Next.LastTimestampMs == timestamp, "its next timestamp is not that of its last frame");
    }

    private static void CheckRetention(UserCommit commit)
    {
        var (expected, next) = (commit.Expected, commit.Next);
        Require(next.OldestSeq >= 0 && next.OldestSeq <= next.HeadSeq, "its oldest seq does not fit its head");
        Require(next.FirstRetainedSeq >= expected.FirstRetainedSeq, "its oldest seq falls");
        Require(next.RetainedBytes >= 0, "its retained bytes are negative");
        Require(next.FrameCount > 0 || next.RetainedBytes == 0, "it retains bytes but no frames");
    }

    private static void CheckSessions(UserCommit commit)
    {
        if (commit.SessionsToWrite.Count + commit.SessionsToForget.Count == 0) return;
        var seen = new HashSet<ClientId>();
        foreach (var session in commit.SessionsToWrite)
        {
            Require(session.ClientId != default, "a session has no client id");
            Require(seen.Add(session.ClientId), "a session is named twice");
            Require(session is { StartSeq: >= 0, AckedSeq: null or >= 0, LastSeenMs: >= 0 }, "a session's position or time is negative");
        }

        foreach (var clientId in commit.SessionsToForget)
        {
            Require(clientId != default, "a session to forget has no client id");
            Require(seen.Add(clientId), "a session is named twice");
        }
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds) throw new ArgumentException($"The commit contradicts itself: {fault}.");
    }
}
