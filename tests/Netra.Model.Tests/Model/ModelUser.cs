namespace Netra.Model.Tests;

/// <summary>
/// What the protocol promises about one user, as simply as it can be said. Time is looked at as soon as it moves, where the product looks when it next
/// writes or is asked: to a client both are the same.
/// </summary>
internal sealed partial class ModelUser(int maxMessages, bool rejects, TimeSpan maxAge, TimeSpan deduplicationWindow)
{
    /// <summary>What is between the oldest place and the head: frames and holes.</summary>
    private readonly SortedDictionary<long, Fate> _places = [];

    /// <summary>Ids and what they were answered with, of publishers and of clients.</summary>
    private readonly Dictionary<(bool OfClient, string Id), (long? Seq, long AtMs)> _accepted = [];

    public long NowMs { get; private set; }

    public long HeadSeq { get; private set; }

    public long OldestSeq => _places.Count == 0 ? 0 : _places.First().Key;

    /// <summary>The lowest seq that a client may still ask for.</summary>
    public long FirstSeq => _places.Count == 0 ? HeadSeq + 1 : OldestSeq;

    /// <summary>Every frame that ever was, by seq.</summary>
    public Dictionary<long, ModelFrame> Frames { get; } = [];

    /// <summary>What has become of every seq.</summary>
    public Dictionary<long, Fate> Fates { get; } = [];

    public SortedDictionary<long, string> DeadLetters { get; } = [];

    public Dictionary<string, ModelSession> Sessions { get; } = [];

    public long HighestAcked { get; private set; }

    public IEnumerable<long> Retained => _places.Where(place => place.Value == Fate.Retained).Select(place => place.Key);

    public long Unread => Retained.LongCount(seq => seq > HighestAcked);

    public override string ToString() =>
        $"acked {HighestAcked}, [{string.Join(' ', _places.Select(place => $"{place.Key}:{(place.Value == Fate.Retained ? $"p{Frames[place.Key].Priority}" : place.Value)}"))}]";

    public void MoveClock(long nowMs)
    {
        NowMs = nowMs;
        foreach (var seq in Retained.ToList())
        {
            if (Frames[seq].EndMs is not { } end || end > nowMs) continue;
            MakeHole(seq, Fate.Expired);
            Keep(seq, "expired");
        }

        while (_places.Count > 0 && Frames[OldestSeq].TimestampMs <= nowMs - (long)maxAge.TotalMilliseconds) Drop(OldestSeq, "age");
        // There may be more holes now than are kept.
        MakeRoom();
    }

    /// <summary>What an id was answered with, while it is remembered.</summary>
    public bool TryFindAccepted(bool ofClient, string id, out long? seq)
    {
        seq = null;
        if (!_accepted.TryGetValue((ofClient, id), out var entry) || entry.AtMs + (long)deduplicationWindow.TotalMilliseconds <= NowMs) return false;
        seq = entry.Seq;
        return true;
    }

    /// <summary>What a publisher is answered: the seqs, and whether each is a duplicate. Null when it is refused. Changes nothing before <paramref name="apply"/>.</summary>
    public List<(long? Seq, bool Duplicate)>? Publish(IReadOnlyList<ModelMessage> messages, bool ofClient, bool apply)
    {
        var answers = new List<(long? Seq, bool Duplicate)>();
        var first = new Dictionary<string, long?>();
        var added = new List<ModelMessage>();
        foreach (var message in messages)
        {
            long? seq = null;
            if (message.Id is { } id && (TryFindAccepted(ofClient, id, out seq) || first.TryGetValue(id, out seq)))
            {
                answers.Add((seq, true));
                continue;
            }

            if (message.IsDurable)
            {
                added.Add(message);
                seq = HeadSeq + added.Count;
            }

            if (message.Id is not null) first[message.Id] = seq;
            answers.Add((seq, false));
        }

        if (IsFull(added.Count)) return null;
        if (!apply) return answers;
        foreach (var (id, seq) in first) _accepted[(ofClient, id)] = (seq, NowMs);
        foreach (var message in added) Append(message.Type, message.Id, message.Payload, message.Priority, message.TtlMs, 0);
        MakeRoom();
        return answers;
    }

    public bool IsFull(int newFrames) => rejects && newFrames > 0 && Unread + newFrames > maxMessages;

    /// <summary>False when there is no such message.</summary>
    public bool Revoke(long seq, bool apply)
    {
        var isFrame = _places.TryGetValue(seq, out var fate) && fate == Fate.Retained;
        if (!isFrame && !DeadLetters.ContainsKey(seq)) return false;
        if (!apply) return true;
        if (isFrame) MakeHole(seq, Fate.Revoked);
        DeadLetters.Remove(seq);
        MakeRoom();
        return true;
    }

    /// <summary>A dead letter that tells of a change of the state is not put back.</summary>
    public bool CanRetry(long seq) => Frames[seq].Type != "state_updated";

    /// <summary>The new seq of a dead letter that is put back; null when the log is full, or it can't be.</summary>
    public long? Retry(long seq, bool apply)
    {
        if (!CanRetry(seq) || IsFull(1)) return null;
        if (!apply) return HeadSeq + 1;
        DeadLetters.Remove(seq);
        var frame = Frames[seq];
        Append(frame.Type, frame.Id, frame.Payload, frame.Priority, null, 0);
        MakeRoom();
        return HeadSeq;
    }

    public void Acknowledge(string client, long seq)
    {
        var session = Sessions[client];
        if (seq > session.AckedSeq) Sessions[client] = session with { AckedSeq = seq };
        HighestAcked = Math.Max(HighestAcked, seq);
        MakeRoom();
    }

    private void Append(string type, string? id, string payload, int priority, long? ttlMs, long stateVersion)
    {
        var frame = new ModelFrame(++HeadSeq, type, id, payload, priority, NowMs, NowMs + ttlMs, stateVersion);
        Frames.Add(frame.Seq, frame);
        Fates.Add(frame.Seq, Fate.Retained);
        _places.Add(frame.Seq, Fate.Retained);
    }

    private void MakeRoom()
    {
        var fallen = new List<long>();
        while (Retained.LongCount() > maxMessages && NextToFall() is { } seq)
        {
            Drop(seq, "overflow");
            fallen.Add(seq);
        }

        // The log begins behind what has fallen: where no frame is left below it, the holes there go with it.
        foreach (var seq in fallen.Where(seq => !Retained.Any(frame => frame < seq)))
        {
            while (_places.Count > 0 && OldestSeq < seq) Drop(OldestSeq, "overflow");
        }

        while (_places.Count - Retained.Count() > maxMessages) Drop(_places.First(place => place.Value != Fate.Retained).Key, "overflow");
    }

    private long? NextToFall()
    {
        if (Retained.First() <= HighestAcked) return Retained.First();
        if (rejects) return null;
        return Retained.OrderBy(seq => Frames[seq].Priority).ThenBy(seq => seq).First();
    }

    private void Drop(long seq, string reason)
    {
        if (_places[seq] == Fate.Retained) Keep(seq, reason);
        _places.Remove(seq);
        Fates[seq] |= Fate.Fallen;
    }

    private void Keep(long seq, string reason)
    {
        if (seq > HighestAcked) DeadLetters.Add(seq, reason);
    }

    private void MakeHole(long seq, Fate fate)
    {
        _places[seq] = fate;
        Fates[seq] |= fate;
    }
}
