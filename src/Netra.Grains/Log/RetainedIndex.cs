using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>
/// Every retained place of a user's log without its JSON, as the last sealed commit leaves it. Holds what the rules of retention need, and finds
/// each next place in amortised constant time. Not thread-safe.
/// </summary>
internal sealed class RetainedIndex
{
    /// <summary>Below this, ends of frames that have fallen cost less than looking for them.</summary>
    private const int MinEndsToCompact = 64;

    private readonly PlaceList _places = new();
    private readonly PriorityQueue<long, long> _ends = new();

    /// <summary>By priority: no frame of it is below this seq.</summary>
    private readonly long[] _frameFrom = new long[4];

    /// <summary>No hole is below this seq.</summary>
    private long _holeFrom;

    public long FrameCount { get; private set; }

    public long HoleCount { get; private set; }

    public long MarkedCount { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Frames that are to fall to a limit as soon as they are durable. They count as fallen already.</summary>
    public HashSet<long> Doomed { get; } = [];

    /// <summary>How many entries it has, those of what has fallen too. A small multiple of what is retained.</summary>
    public long Room => _places.End + _ends.Count;

    /// <summary>The lowest place; null when nothing is retained.</summary>
    public RetainedPlace? Lowest => _places.Start < _places.End ? _places[_places.Start] : null;

    /// <summary>The frame of lowest seq, whatever its priority.</summary>
    public RetainedPlace? OldestFrame
    {
        get
        {
            RetainedPlace? oldest = null;
            for (var priority = MessagePriority.Low; priority <= MessagePriority.Critical; priority++)
            {
                if (OldestFrameOf(priority) is { } frame && (oldest is null || frame.Seq < oldest.Value.Seq)) oldest = frame;
            }

            return oldest;
        }
    }

    public RetainedPlace? OldestHole => Next(ref _holeFrom, place => place.Hole != 0 && !place.IsFallen);

    public RetainedPlace? OldestFrameOf(MessagePriority priority) =>
        Next(ref _frameFrom[(int)priority], place => place.IsFrame && place.Priority == priority);

    public bool Matches(in UserHead head) =>
        FrameCount == head.FrameCount && HoleCount == head.HoleCount && MarkedCount == head.MarkedCount
        && Bytes == head.RetainedBytes && (Lowest?.Seq ?? 0) == head.OldestSeq;

    public void Add(in RetainedPlace place)
    {
        _places.Add(place);
        Count(place, 1);
        if (place is not { IsFrame: true, ExpiresAtMs: not 0 }) return;
        _ends.Enqueue(place.Seq, place.ExpiresAtMs);
        if (_ends.Count > MinEndsToCompact && _ends.Count > 2 * FrameCount) ForgetEndsOfFallen();
    }

    /// <summary>The frame with a seq; false when it is none, or none any more.</summary>
    public bool TryGetFrame(long seq, out RetainedPlace frame)
    {
        var index = _places.FromSeq(seq);
        frame = index < _places.End ? _places[index] : default;
        return index < _places.End && frame.Seq == seq && frame.IsFrame;
    }

    /// <summary>Whether a place is retained, a frame or a hole.</summary>
    public bool Contains(long seq)
    {
        var index = _places.FromSeq(seq);
        return index < _places.End && _places[index].Seq == seq && !_places[index].IsFallen;
    }

    /// <summary>Makes a frame a hole.</summary>
    public void Erase(in RetainedPlace frame, SkipReason reason)
    {
        Count(frame, -1);
        var hole = frame with { Hole = reason, JsonBytes = 0 };
        _places[_places.FromSeq(frame.Seq)] = hole;
        Count(hole, 1);
        _holeFrom = Math.Min(_holeFrom, frame.Seq);
    }

    /// <summary>Takes a place out.</summary>
    public void Fall(in RetainedPlace place)
    {
        Count(place, -1);
        _places.Fall(_places.FromSeq(place.Seq));
    }

    /// <summary>The frame whose end came first, when it is not in the future.</summary>
    public RetainedPlace? FindExpired(long nowMs)
    {
        while (_ends.TryPeek(out var seq, out var endMs) && endMs <= nowMs)
        {
            if (TryGetFrame(seq, out var frame)) return frame;
            _ends.Dequeue();
        }

        return null;
    }

    /// <summary>The frames from a seq on, in order. Nothing may change meanwhile.</summary>
    public IEnumerable<RetainedPlace> FramesFrom(long seq)
    {
        for (var i = _places.FromSeq(seq); i < _places.End; i++)
        {
            if (_places[i].IsFrame) yield return _places[i];
        }
    }

    /// <summary>The first frame that is not expired and that matches, from <paramref name="fromSeq"/> to <paramref name="toSeq"/>; 0 when there is none.</summary>
    public long FindFrame(long fromSeq, long toSeq, long nowMs, Predicate<RetainedPlace> matches)
    {
        for (var i = _places.FromSeq(fromSeq); i < _places.End && _places[i].Seq <= toSeq; i++)
        {
            if (_places[i].IsFrame && !_places[i].IsExpired(nowMs) && matches(_places[i])) return _places[i].Seq;
        }

        return 0;
    }

    /// <summary>How many frames from one seq to another are not expired and match, and their bytes.</summary>
    public (long Frames, long Bytes) Sum(long fromSeq, long toSeq, long nowMs, Predicate<RetainedPlace> matches)
    {
        var (frames, bytes) = (0L, 0L);
        for (var i = _places.FromSeq(fromSeq); i < _places.End && _places[i].Seq <= toSeq; i++)
        {
            if (!_places[i].IsFrame || _places[i].IsExpired(nowMs) || !matches(_places[i])) continue;
            frames++;
            bytes += _places[i].JsonBytes;
        }

        return (frames, bytes);
    }

    private void Count(in RetainedPlace place, int sign)
    {
        if (place.Hole != 0)
        {
            HoleCount += sign;
            return;
        }

        FrameCount += sign;
        Bytes += sign * place.JsonBytes;
        if (place.IsMarked) MarkedCount += sign;
    }

    private void ForgetEndsOfFallen()
    {
        _ends.Clear();
        for (var i = _places.Start; i < _places.End; i++)
        {
            if (_places[i] is { IsFrame: true, ExpiresAtMs: not 0 } frame) _ends.Enqueue(frame.Seq, frame.ExpiresAtMs);
        }
    }

    /// <summary>Looks from where the last look ended: nothing that matches comes up behind it.</summary>
    private RetainedPlace? Next(ref long fromSeq, Predicate<RetainedPlace> matches)
    {
        for (var i = _places.FromSeq(fromSeq); i < _places.End; i++)
        {
            fromSeq = _places[i].Seq;
            if (matches(_places[i])) return _places[i];
        }

        return null;
    }
}
