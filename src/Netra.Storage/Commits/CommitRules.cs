using Netra.Protocol;

namespace Netra.Storage;

/// <summary>
/// What must hold of a commit before storage is asked, as far as it can be known without reading: see <see cref="UserCommit"/>. A violation is a
/// defect of the writer.
/// </summary>
internal static partial class CommitRules
{
    /// <exception cref="ArgumentException">The commit contradicts itself.</exception>
    public static void Check(UserCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        Require(commit.User != default, "it names no user");
        CheckHeads(commit.Expected, commit.Next);
        CheckFrames(commit);
        CheckRetention(commit);
        CheckDeadLetters(commit);
        CheckSessions(commit);
        CheckState(commit);
        CheckDeduplication(commit);
        CheckWork(commit);
        CheckTokens(commit);
    }

    private static void CheckHeads(in UserHead expected, in UserHead next)
    {
        Require(expected.Epoch != default, "it names no epoch");
        Require(next.Epoch == expected.Epoch, "it changes the epoch");
        Require(next.Revision != 0 && next.Revision != expected.Revision, "its next revision is not its own");
        Require(expected.IsConsistent, "the fields of its expected head do not fit each other");
        Require(next.IsConsistent, "the fields of its next head do not fit each other");
    }

    private static void CheckFrames(UserCommit commit)
    {
        var (seq, timestamp, stateVersion) = (commit.Expected.HeadSeq, commit.Expected.LastTimestampMs, commit.Expected.StateVersion);
        for (var i = 0; i < commit.Frames.Count; i++)
        {
            var frame = commit.Frames[i];
            Require(frame.Seq == ++seq, "its frames do not continue the expected head");
            Require(frame.TimestampMs >= timestamp, "a timestamp falls");
            Require(frame.Json.IsEmpty == (frame.Hole is not null), "a frame is empty, or a hole is not");
            Require(frame.Hole is null || IsHoleReason(frame.Hole.Value), "a hole's reason is none");
            Require(frame.Priority <= MessagePriority.Critical, "a frame's priority is none");
            Require(frame.ExpiresAtMs >= 0, "a frame's end is negative");
            timestamp = frame.TimestampMs;
            if (frame.StateVersion == 0) continue;
            Require(frame.StateVersion > stateVersion, "its frames' state versions do not rise above the expected one");
            stateVersion = frame.StateVersion;
        }

        Require(commit.Next.HeadSeq == seq, "its next head is not the seq of its last frame");
        Require(commit.Next.LastTimestampMs == timestamp, "its next timestamp is not that of its last frame");
        Require(stateVersion <= commit.Next.StateVersion, "a frame tells of a state version that the commit does not make");
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

    private static bool IsHoleReason(SkipReason reason) => reason is SkipReason.Expired or SkipReason.Revoked;

    private static void Require(bool holds, string fault)
    {
        if (!holds) throw new ArgumentException($"The commit contradicts itself: {fault}.");
    }
}
