using Netra.Protocol;

namespace Netra.Storage;

/// <summary>One user's log in memory. Not thread-safe: the backend holds its lock.</summary>
internal sealed class InMemoryUser(UserHead head)
{
    private readonly Dictionary<ClientId, SessionRecord> _sessions = [];
    private readonly SortedDictionary<long, StoredFrame> _frames = [];

    public UserHead Head { get; private set; } = head;

    public UserSnapshot Snapshot() => new(Head, [.. _sessions.Values]);

    public void Apply(UserCommit commit)
    {
        foreach (var frame in commit.Frames) _frames.Add(frame.Seq, frame);
        for (var seq = Math.Max(commit.Expected.OldestSeq, 1); seq < commit.Next.OldestSeq; seq++) _frames.Remove(seq);
        foreach (var session in commit.SessionsToWrite) _sessions[session.ClientId] = session;
        foreach (var clientId in commit.SessionsToForget) _sessions.Remove(clientId);
        Head = commit.Next;
    }

    public List<StoredFrame> Read(long fromSeq, long toSeq, int maxFrames, int maxBytes)
    {
        var frames = new List<StoredFrame>();
        if (Head.RetainedCount == 0) return frames;
        var bytes = 0L;
        for (var seq = Math.Max(fromSeq, Head.OldestSeq); seq <= Math.Min(toSeq, Head.HeadSeq) && frames.Count < maxFrames; seq++)
        {
            var frame = _frames[seq];
            bytes += frame.Json.Length;
            if (frames.Count > 0 && bytes > maxBytes) break;
            frames.Add(frame);
        }

        return frames;
    }
}
