using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>The sessions of one user. Not thread-safe.</summary>
internal sealed class SessionTable
{
    private readonly Dictionary<ClientId, Session> _sessions = [];

    public SessionTable(IEnumerable<SessionRecord> stored)
    {
        foreach (var record in stored) Put(new Session(record, IsStored: true));
    }

    /// <summary>The highest position that any session has acknowledged; null when none ever has.</summary>
    public long? HighestAcked { get; private set; }

    public IReadOnlyCollection<Session> All => _sessions.Values;

    public int Count => _sessions.Count;

    /// <summary>Those that storage knows of, the ones that were attached last first.</summary>
    public IEnumerable<SessionRecord> Stored => _sessions.Values.Where(session => session.IsStored).Select(session => session.Record).OrderByDescending(session => session.LastSeenMs);

    public bool TryGet(ClientId client, out Session session) => _sessions.TryGetValue(client, out session);

    public void Put(Session session)
    {
        _sessions[session.ClientId] = session;
        if (session.Record.AckedSeq is { } acked && acked >= (HighestAcked ?? 0)) HighestAcked = acked;
    }

    public void Remove(ClientId client) => _sessions.Remove(client);

    /// <summary>
    /// Sessions that may be forgotten: not seen since a time, and those longest unseen beyond a number. Never the one that has acknowledged
    /// most: what is unread is measured by it.
    /// </summary>
    public List<ClientId> FindForgettable(long notSeenSinceMs, int maxSessions, Func<ClientId, bool> isAttached)
    {
        var idle = _sessions.Values
            .Where(session => session.IsStored)
            .Where(session => session.Record.AckedSeq is not { } acked || acked != HighestAcked)
            .Where(session => !isAttached(session.ClientId))
            .OrderBy(session => session.Record.LastSeenMs)
            .ToList();
        var surplus = Math.Max(0, _sessions.Count - maxSessions);
        return [.. idle.Where((session, index) => index < surplus || session.Record.LastSeenMs <= notSeenSinceMs).Select(session => session.ClientId)];
    }
}
