using Netra.Storage;

namespace Netra.Grains;

/// <summary>The newest durable places of a user, bounded in bytes, for cheap catch-up. What is missing between two of them fell. Not thread-safe.</summary>
internal sealed class RecentFrames(int maxBytes)
{
    /// <summary>What a place costs beside its JSON: a stream of holes is bounded too.</summary>
    internal const int PlaceBytes = 64;

    private readonly List<StoredFrame> _places = [];
    private int _start;

    /// <summary>The seq behind the newest place that was ever added.</summary>
    private long _nextSeq;
    private long _bytes;

    /// <summary>Adds the places of a commit. When they do not follow those before them, the ones before are forgotten: what is between is unknown here.</summary>
    public void Add(IReadOnlyList<StoredFrame> places)
    {
        if (places.Count == 0) return;
        if (places[0].Seq != _nextSeq) Clear();
        _nextSeq = places[^1].Seq + 1;
        for (var i = 0; i < places.Count; i++)
        {
            var place = places[i];
            _places.Add(place);
            _bytes += SizeOf(place);
        }

        while (_bytes > maxBytes && _start < _places.Count)
        {
            _bytes -= SizeOf(_places[_start]);
            _places[_start++] = default;
        }

        if (_start == _places.Count) Clear();
        else if (_start > _places.Count / 2) Shift();
    }

    /// <summary>Leaves out what a commit took.</summary>
    public void Take(RetentionPlan plan)
    {
        if (plan.IsNothing) return;
        foreach (var hole in plan.Erased)
        {
            if (Find(hole.Seq) is not { } index) continue;
            _bytes -= _places[index].Json.Length;
            _places[index] = _places[index] with { Json = default, Hole = hole.Reason };
        }

        if (_start < _places.Count && plan.Fallen.Count > 0) TakeFallen(plan);
    }

    private void TakeFallen(RetentionPlan plan)
    {
        var fallen = plan.Fallen.Where(seq => seq >= _places[_start].Seq).ToHashSet();
        if (fallen.Count == 0) return;
        Shift();
        _places.RemoveAll(place => fallen.Contains(place.Seq));
        _bytes = _places.Sum(place => (long)SizeOf(place));
    }

    public void Clear()
    {
        _places.Clear();
        // A list keeps the room that it once needed; an idle user should not.
        _places.TrimExcess();
        (_start, _bytes) = (0, 0);
    }

    /// <summary>The places from <paramref name="fromSeq"/> to <paramref name="toSeq"/>, within the bounds; null when they begin outside of what is here.</summary>
    public List<StoredFrame>? TryRead(long fromSeq, long toSeq, int maxFrames, int pageBytes)
    {
        if (fromSeq > toSeq) return [];
        // Above the last: it may have fallen, or was never seen here.
        if (_start == _places.Count || fromSeq < _places[_start].Seq || fromSeq > _places[^1].Seq) return null;
        var page = new List<StoredFrame>();
        var bytes = 0;
        for (var i = FromSeq(fromSeq); i < _places.Count && _places[i].Seq <= toSeq; i++)
        {
            if (page.Count == maxFrames || (page.Count > 0 && bytes + _places[i].Json.Length > pageBytes)) break;
            page.Add(_places[i]);
            bytes += _places[i].Json.Length;
        }

        return page;
    }

    private static int SizeOf(in StoredFrame place) => place.Json.Length + PlaceBytes;

    private int? Find(long seq)
    {
        var index = FromSeq(seq);
        return index < _places.Count && _places[index].Seq == seq ? index : null;
    }

    private int FromSeq(long seq) => SeqSearch.IndexFrom(_places, _start, seq, place => place.Seq);

    private void Shift()
    {
        _places.RemoveRange(0, _start);
        _start = 0;
    }
}
