using System.Text;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains.Tests;

/// <summary>Protocol section 3 in the plainest words: every seq ever given, and what has become of it.</summary>
internal sealed class LogModel(UserGrainOptions limits)
{
    private readonly List<ModelPlace> _places = [];
    private readonly List<(long Seq, string Reason, long AtMs)> _letters = [];
    private readonly Dictionary<string, (long? Seq, long AtMs)> _accepted = [];

    public long Head => _places.Count;

    public long Acked { get; set; }

    public long NowMs { get; set; }

    public IEnumerable<ModelPlace> Retained => _places.Where(place => !place.HasFallen);

    public IEnumerable<ModelPlace> Frames => _places.Where(place => place.IsFrame);

    public IEnumerable<long> Letters => _letters.Select(letter => letter.Seq).Order();

    public long Oldest => Retained.FirstOrDefault()?.Seq ?? 0;

    public long Unread => Frames.LongCount(frame => frame.Seq > Acked);

    public string ReasonOf(long letter) => _letters.Single(entry => entry.Seq == letter).Reason;

    public ModelPlace At(long seq) => _places[(int)seq - 1];

    /// <summary>What a publish is answered with; null: refused. Generated ids are null.</summary>
    public List<(long? Seq, bool Duplicate)>? Publish(NewMessage[] messages, string[] ids)
    {
        var (answers, added, accepted) = (new List<(long? Seq, bool Duplicate)>(), new List<ModelPlace>(), new Dictionary<string, long?>());
        for (var i = 0; i < messages.Length; i++)
        {
            var message = messages[i];
            if (message.Id is { } id && _accepted.TryGetValue(id, out var first) && first.AtMs + limits.DeduplicationWindow.TotalMilliseconds > NowMs)
            {
                answers.Add((first.Seq, true));
            }
            else if (message.Id is { } again && accepted.TryGetValue(again, out var seq))
            {
                answers.Add((seq, true));
            }
            else
            {
                long? given = message.IsDurable ? Head + added.Count + 1 : null;
                if (given is { } next) added.Add(Place(next, ids[i], message.Priority, message.TtlMs, message.Payload));
                if (message.Id is not null) accepted.Add(message.Id, given);
                answers.Add((given, false));
            }
        }

        if (IsFull(added)) return null;
        _places.AddRange(added);
        foreach (var (id, seq) in accepted) _accepted[id] = (seq, NowMs);
        return answers;
    }

    /// <summary>The new seq; 0: not found; null: refused.</summary>
    public long? Retry(long seq)
    {
        if (!_letters.Exists(letter => letter.Seq == seq)) return 0;
        var old = At(seq);
        var again = Place(Head + 1, old.Id, old.Priority, null, GrainExtensions.Message().Payload);
        if (IsFull([again])) return null;
        _letters.RemoveAll(letter => letter.Seq == seq);
        _places.Add(again);
        return again.Seq;
    }

    public bool Revoke(long seq)
    {
        var wasLetter = _letters.RemoveAll(letter => letter.Seq == seq) > 0;
        if (seq < 1 || seq > Head || !At(seq).IsFrame) return wasLetter;
        At(seq).Hole = SkipReason.Revoked;
        return true;
    }

    /// <summary>What ends and limits take now.</summary>
    public void Settle()
    {
        foreach (var frame in Frames.Where(frame => frame.EndMs != 0 && frame.EndMs <= NowMs).ToList())
        {
            if (frame.Seq > Acked) _letters.Add((frame.Seq, "expired", NowMs));
            frame.Hole = SkipReason.Expired;
        }

        while (Retained.FirstOrDefault() is { } lowest && lowest.TimestampMs <= NowMs - limits.MaxAge.TotalMilliseconds) Drop(lowest, "age");
        var fallen = new List<long>();
        while (NextToFall() is { } next)
        {
            if (next.IsFrame) fallen.Add(next.Seq);
            Drop(next, "overflow");
        }

        // The log begins behind what has fallen: holes below it, with no frame left below, are passed.
        var first = Frames.FirstOrDefault()?.Seq ?? long.MaxValue;
        var passed = fallen.Where(seq => seq < first).DefaultIfEmpty().Max();
        foreach (var hole in Retained.TakeWhile(place => place.Seq < passed).ToList()) hole.HasFallen = true;
        var letters = _letters.OrderBy(letter => (letter.AtMs, letter.Seq)).ToList();
        _letters.Clear();
        _letters.AddRange(letters
            .Skip(Math.Max(0, letters.Count - limits.MaxDeadLetters))
            .Where(letter => letter.AtMs > NowMs - limits.DeadLetterRetention.TotalMilliseconds));
    }

    private ModelPlace? NextToFall()
    {
        if (Frames.Count() > limits.MaxMessages || Frames.Sum(frame => (long)frame.Bytes) > limits.MaxBytes)
        {
            if (Frames.First().Seq <= Acked) return Frames.First();
            if (limits.Overflow == OverflowPolicy.DropOldest) return Frames.OrderBy(frame => (frame.Priority, frame.Seq)).First();
        }

        return Retained.Count(place => place.Hole is not null) > limits.MaxMessages ? Retained.First(place => place.Hole is not null) : null;
    }

    private void Drop(ModelPlace place, string reason)
    {
        if (place.IsFrame && place.Seq > Acked) _letters.Add((place.Seq, reason, NowMs));
        place.HasFallen = true;
    }

    private bool IsFull(List<ModelPlace> added)
    {
        if (limits.Overflow == OverflowPolicy.DropOldest || added.Count == 0) return false;
        var unread = Frames.Where(frame => frame.Seq > Acked).Concat(added).ToList();
        return unread.Count > limits.MaxMessages || unread.Sum(frame => (long)frame.Bytes) > limits.MaxBytes;
    }

    private ModelPlace Place(long seq, string id, MessagePriority priority, long? ttlMs, ReadOnlyMemory<byte> payload)
    {
        var json = $"{{\"type\":\"note\",\"id\":\"{id}\",\"seq\":{seq},\"timestamp\":{NowMs},\"payload\":{Encoding.UTF8.GetString(payload.Span)}}}";
        return new ModelPlace(seq, id, NowMs, priority, ttlMs is { } ttl ? NowMs + ttl : 0, json.Length);
    }
}
