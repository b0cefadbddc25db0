namespace Netra.Storage.PostgreSql;

/// <summary>What commits have of each kind of record.</summary>
internal static class CommitRecords
{
    private const int HoleShift = 8;

    /// <summary>Adds a commit's records of a kind.</summary>
    public static void Add(CommitCall call, RecordKind kind, int user, UserCommit commit)
    {
        switch (kind)
        {
            case RecordKind.Frame:
                AddFrames(call, user, commit, commit.Next.FirstRetainedSeq);
                break;
            case RecordKind.Trim:
                AddTrim(call, user, commit, commit);
                break;
            case RecordKind.RemovedPlace:
                foreach (var seq in commit.FramesToRemove) call.Add(user, seq);
                break;
            case RecordKind.ErasedFrame:
                foreach (var hole in commit.FramesToErase) call.Add(user, hole.Seq, (long)hole.Reason);
                break;
            case <= RecordKind.ForgottenLetter:
                AddLetters(call, kind, user, commit);
                break;
            case <= RecordKind.StateChange:
                AddSessionsAndState(call, kind, user, commit);
                break;
            default:
                AddRest(call, kind, user, commit);
                break;
        }
    }

    /// <summary>Adds those of a chain of several, which has only places: what the last commit trims, the earlier ones need not write.</summary>
    public static void AddOfChain(CommitCall call, RecordKind kind, int user, CommitChain chain)
    {
        if (kind == RecordKind.Trim) AddTrim(call, user, chain.First, chain.Last);
        if (kind != RecordKind.Frame) return;
        foreach (var commit in chain.Commits) AddFrames(call, user, commit, chain.Last.Next.FirstRetainedSeq);
    }

    private static void AddFrames(CommitCall call, int user, UserCommit commit, long first)
    {
        for (var i = 0; i < commit.Frames.Count; i++)
        {
            var frame = commit.Frames[i];
            // One that falls by its own commit is never written.
            if (frame.Seq < first) continue;
            var marks = (long)frame.Priority | ((long)(frame.Hole ?? 0) << HoleShift);
            call.Add(user, frame.Seq, frame.TimestampMs, frame.ExpiresAtMs, frame.StateVersion, marks, frame.Json);
        }
    }

    /// <summary>From the oldest place that was retained up to the new one; places that are new are not there yet.</summary>
    private static void AddTrim(CommitCall call, int user, UserCommit first, UserCommit last)
    {
        var (from, end) = (first.Expected.FirstRetainedSeq, Math.Min(last.Next.FirstRetainedSeq, first.Expected.HeadSeq + 1));
        if (from < end) call.Add(user, from, end);
    }

    private static void AddLetters(CommitCall call, RecordKind kind, int user, UserCommit commit)
    {
        if (kind == RecordKind.ForgottenLetter)
        {
            foreach (var seq in commit.DeadLettersToForget) call.Add(user, seq);
            return;
        }

        foreach (var letter in commit.DeadLettersToAdd)
        {
            if (letter.Json.IsEmpty == (kind == RecordKind.LetterOfFrame)) call.Add(user, letter.Seq, (long)letter.Reason, letter.AtMs, blob: letter.Json);
        }
    }

    private static void AddSessionsAndState(CommitCall call, RecordKind kind, int user, UserCommit commit)
    {
        switch (kind)
        {
            case RecordKind.Session:
                foreach (var session in commit.SessionsToWrite)
                    call.Add(user, session.StartSeq, session.AckedSeq ?? -1, session.LastSeenMs, blob: CommitCall.Utf8(session.ClientId.Value));
                break;
            case RecordKind.ForgottenSession:
                foreach (var client in commit.SessionsToForget) call.Add(user, blob: CommitCall.Utf8(client.Value));
                break;
            case RecordKind.StateSnapshot:
                if (commit.StateSnapshot is { } snapshot) call.Add(user, snapshot.Version, blob: snapshot.Json);
                break;
            default:
                foreach (var change in commit.StateChanges)
                {
                    if (change.Version > commit.Next.StateSnapshotVersion) call.Add(user, change.Version, (long)change.Kind, blob: change.Json);
                }

                break;
        }
    }

    private static void AddRest(CommitCall call, RecordKind kind, int user, UserCommit commit)
    {
        switch (kind)
        {
            case RecordKind.Deduplication:
                foreach (var record in commit.DeduplicationToWrite)
                    call.Add(user, (long)record.Key.Space, record.Seq, record.AtMs, blob: CommitCall.Utf8(record.Key.Id));
                break;
            case RecordKind.ForgottenDeduplication:
                foreach (var key in commit.DeduplicationToForget) call.Add(user, (long)key.Space, blob: CommitCall.Utf8(key.Id));
                break;
            case RecordKind.Work:
                foreach (var work in commit.WorkToWrite) call.Add(user, work.Number, blob: work.Body);
                break;
            case RecordKind.ForgottenWork:
                foreach (var number in commit.WorkToForget) call.Add(user, number);
                break;
            case RecordKind.RevokedToken:
                foreach (var token in commit.RevokedTokensToWrite) call.Add(user, token.ExpiresAtMs, blob: CommitCall.Utf8(token.TokenId));
                break;
            case RecordKind.ForgottenToken:
                foreach (var id in commit.RevokedTokensToForget) call.Add(user, blob: CommitCall.Utf8(id));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }
}
