using System.Text;
using Netra.Protocol;

namespace Netra.Storage.Conformance;

/// <summary>
/// Builds one user's commits, each on top of the one before, and has the model of what the log must then have. Not thread-safe.
/// </summary>
public sealed class LogWriter(UserId user, UserHead head)
{
    public UserId User { get; } = user;

    public UserHead Head { get; private set; } = head;

    public LogModel Model { get; } = new();

    public IReadOnlyCollection<StoredFrame> Frames => Model.Frames.Values;

    public IReadOnlyCollection<SessionRecord> Sessions => Model.Sessions.Values;

    /// <summary>A writer for a user whose log is as storage has it.</summary>
    public static async Task<LogWriter> LoadAsync(IUserLog log, string user)
    {
        var id = UserId.Parse(user);
        var snapshot = await log.LoadAsync(id, CancellationToken.None);
        var writer = new LogWriter(id, snapshot.Head);
        var model = writer.Model;
        foreach (var session in snapshot.Sessions) model.Sessions.Add(session.ClientId, session);
        foreach (var change in snapshot.State.Changes) model.StateChanges.Add(change.Version, change);
        model.StateSnapshot = snapshot.State.Snapshot;
        foreach (var work in snapshot.Work) model.Work.Add(work.Number, work);
        foreach (var token in snapshot.RevokedTokens) model.RevokedTokens.Add(token.TokenId, token);
        foreach (var frame in await log.ReadAsync(id, 1, long.MaxValue, int.MaxValue, int.MaxValue, CancellationToken.None))
            model.Frames.Add(frame.Seq, frame);
        foreach (var letter in await log.ReadDeadLettersAsync(id, 0, int.MaxValue, int.MaxValue, CancellationToken.None))
            model.DeadLetters.Add(letter.Seq, letter);
        foreach (var record in await log.ReadDeduplicationAsync(id, CancellationToken.None)) model.Deduplication.Add(record.Key, record);
        return writer;
    }

    /// <summary>A commit that appends one frame for each text.</summary>
    public UserCommit Append(params string[] frames) => Commit(frames.Select(Encoding.UTF8.GetBytes).ToArray());

    /// <summary>A commit of plain frames to append, the new lowest retained seq, sessions to write and to forget.</summary>
    public UserCommit Commit(
        byte[][]? frames = null, long? oldest = null, SessionRecord[]? write = null, ClientId[]? forget = null) => Commit(new CommitParts
        {
            Places = [.. (frames ?? []).Select(json => new StoredFrame(0, 0, json))],
            Oldest = oldest,
            Sessions = write ?? [],
            ForgetSessions = forget ?? [],
        });

    /// <summary>Any commit.</summary>
    public UserCommit Commit(CommitParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var expected = Head;
        var places = parts.Places
            .Select((place, i) => place with { Seq = expected.HeadSeq + 1 + i, TimestampMs = expected.LastTimestampMs + i + 1 }).ToArray();
        var before = (
            Model.FrameCount, Model.HoleCount, Model.MarkedCount, Model.Bytes, DeadLetters: Model.DeadLetters.Count, Work: Model.Work.Count,
            Tokens: Model.RevokedTokens.Count);
        var first = parts.Oldest ?? expected.FirstRetainedSeq;
        Model.ApplyPlaces(parts, places, first);
        Model.ApplyRecords(parts);

        var headSeq = expected.HeadSeq + places.Length;
        var oldest = first > headSeq ? 0 : first;
        Head = expected with
        {
            Revision = Random.Shared.NextInt64(1, long.MaxValue),
            HeadSeq = headSeq,
            OldestSeq = oldest,
            LastTimestampMs = places.Length == 0 ? expected.LastTimestampMs : places[^1].TimestampMs,
            OldestTimestampMs = oldest == 0 ? 0 : oldest == expected.OldestSeq ? expected.OldestTimestampMs : Model.Frames[oldest].TimestampMs,
            // What the model gains and loses: a writer may begin with a head whose contents it does not know.
            FrameCount = expected.FrameCount + Model.FrameCount - before.FrameCount,
            HoleCount = expected.HoleCount + Model.HoleCount - before.HoleCount,
            MarkedCount = expected.MarkedCount + Model.MarkedCount - before.MarkedCount,
            RetainedBytes = expected.RetainedBytes + Model.Bytes - before.Bytes,
            DeadLetterCount = expected.DeadLetterCount + Model.DeadLetters.Count - before.DeadLetters,
            StateVersion = parts.StateChanges.Count == 0 ? expected.StateVersion : parts.StateChanges[^1].Version,
            StateSnapshotVersion = parts.StateSnapshot?.Version ?? expected.StateSnapshotVersion,
            WorkCount = expected.WorkCount + Model.Work.Count - before.Work,
            LastWorkNumber = Math.Max(expected.LastWorkNumber, parts.Work.Select(work => work.Number).DefaultIfEmpty().Max()),
            TokensRevokedUpToS = parts.TokensRevokedUpToS ?? expected.TokensRevokedUpToS,
            RevokedTokenCount = expected.RevokedTokenCount + Model.RevokedTokens.Count - before.Tokens,
        };
        return new UserCommit
        {
            User = User,
            Expected = expected,
            Next = Head,
            Frames = places,
            FramesToRemove = parts.Remove,
            FramesToErase = parts.Erase,
            DeadLettersToAdd = parts.DeadLetters,
            DeadLettersToForget = parts.ForgetDeadLetters,
            SessionsToWrite = parts.Sessions,
            SessionsToForget = parts.ForgetSessions,
            StateChanges = parts.StateChanges,
            StateSnapshot = parts.StateSnapshot,
            DeduplicationToWrite = parts.Deduplication,
            DeduplicationToForget = parts.ForgetDeduplication,
            RevokedTokensToWrite = parts.RevokedTokens,
            RevokedTokensToForget = parts.ForgetRevokedTokens,
            WorkToWrite = parts.Work,
            WorkToForget = parts.ForgetWork,
        };
    }

    /// <summary>Asserts that the log has exactly what this writer wrote.</summary>
    public Task AssertStoredAsync(IUserLog log) => LogAssert.StoredAsync(log, User, Head, Model);

    /// <summary>Asserts the same places: everything that is kept of them.</summary>
    public static void AssertFrames(IEnumerable<StoredFrame> expected, IEnumerable<StoredFrame> actual) => LogAssert.Frames(expected, actual);
}
