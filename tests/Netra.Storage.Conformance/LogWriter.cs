using System.Text;
using Netra.Protocol;

namespace Netra.Storage.Conformance;

/// <summary>
/// Builds one user's commits, each on top of the one before, and is the model of what the log must then have. Not thread-safe.
/// </summary>
public sealed class LogWriter(UserId user, UserHead head)
{
    private readonly SortedDictionary<long, StoredFrame> _frames = [];
    private readonly Dictionary<ClientId, SessionRecord> _sessions = [];

    public UserId User { get; } = user;

    public UserHead Head { get; private set; } = head;

    public IReadOnlyCollection<StoredFrame> Frames => _frames.Values;

    public IReadOnlyCollection<SessionRecord> Sessions => _sessions.Values;

    /// <summary>A writer for a user whose log is as storage has it.</summary>
    public static async Task<LogWriter> LoadAsync(IUserLog log, string user)
    {
        var id = UserId.Parse(user);
        var snapshot = await log.LoadAsync(id, CancellationToken.None);
        var writer = new LogWriter(id, snapshot.Head);
        foreach (var session in snapshot.Sessions) writer._sessions.Add(session.ClientId, session);
        if (snapshot.Head.RetainedCount == 0) return writer;
        var frames = await log.ReadAsync(id, 1, long.MaxValue, int.MaxValue, int.MaxValue, CancellationToken.None);
        foreach (var frame in frames) writer._frames.Add(frame.Seq, frame);
        return writer;
    }

    /// <summary>A commit that appends one frame for each text.</summary>
    public UserCommit Append(params string[] frames) => Commit(frames.Select(Encoding.UTF8.GetBytes).ToArray());

    /// <summary>Any commit: frames to append, the new lowest retained seq, sessions to write and to forget.</summary>
    public UserCommit Commit(
        byte[][]? frames = null, long? oldest = null, SessionRecord[]? write = null, ClientId[]? forget = null)
    {
        var expected = Head;
        var stored = (frames ?? [])
            .Select((json, i) => new StoredFrame(expected.HeadSeq + 1 + i, expected.LastTimestampMs + i + 1, json)).ToArray();
        foreach (var frame in stored) _frames.Add(frame.Seq, frame);
        foreach (var session in write ?? []) _sessions[session.ClientId] = session;
        foreach (var clientId in forget ?? []) _sessions.Remove(clientId);

        var headSeq = expected.HeadSeq + stored.Length;
        var oldestSeq = oldest ?? (headSeq == 0 ? 0 : Math.Max(expected.OldestSeq, 1));
        var retainedBytes = expected.RetainedBytes + stored.Sum(frame => (long)frame.Json.Length);
        foreach (var frame in _frames.Values.TakeWhile(frame => frame.Seq < oldestSeq).ToArray())
        {
            _frames.Remove(frame.Seq);
            retainedBytes -= frame.Json.Length;
        }

        var lastTimestamp = stored.Length == 0 ? expected.LastTimestampMs : stored[^1].TimestampMs;
        Head = new UserHead(expected.Epoch, expected.Revision + 1, headSeq, oldestSeq, lastTimestamp, retainedBytes);
        return new UserCommit
        {
            User = User,
            Expected = expected,
            Next = Head,
            Frames = stored,
            SessionsToWrite = write ?? [],
            SessionsToForget = forget ?? [],
        };
    }

    /// <summary>Asserts that the log has exactly what this writer wrote.</summary>
    public async Task AssertStoredAsync(IUserLog log)
    {
        var snapshot = await log.LoadAsync(User, CancellationToken.None);
        Assert.Equal(Head, snapshot.Head);
        Assert.Equal(SortedSessions(Sessions), SortedSessions(snapshot.Sessions));
        var frames = await log.ReadAsync(User, 1, long.MaxValue, int.MaxValue, int.MaxValue, CancellationToken.None);
        AssertFrames(Frames, frames);
    }

    /// <summary>Asserts the same seqs, timestamps and bytes.</summary>
    public static void AssertFrames(IEnumerable<StoredFrame> expected, IEnumerable<StoredFrame> actual) =>
        Assert.Equal(expected.Select(Describe), actual.Select(Describe));

    private static (long Seq, long TimestampMs, string Json) Describe(StoredFrame frame) =>
        (frame.Seq, frame.TimestampMs, Convert.ToHexString(frame.Json.Span));

    private static List<SessionRecord> SortedSessions(IEnumerable<SessionRecord> sessions) =>
        [.. sessions.OrderBy(session => session.ClientId.Value, StringComparer.Ordinal)];
}
