namespace Netra.Grains;

/// <summary>
/// Places by seq: added at the end, fallen anywhere. A fallen one stays as a mark until enough have gathered, so that no removal moves what is
/// behind it. Not thread-safe.
/// </summary>
internal sealed class PlaceList
{
    /// <summary>Below this, marks cost less than moving.</summary>
    private const int MinToCompact = 64;

    private readonly List<RetainedPlace> _places = [];
    private int _start;
    private int _fallen;

    /// <summary>The end of the indexes, which begin at <see cref="Start"/>.</summary>
    public int End => _places.Count;

    /// <summary>The index of the lowest place; <see cref="End"/> when there is none.</summary>
    public int Start => _start;

    public RetainedPlace this[int index]
    {
        get => _places[index];
        set => _places[index] = value;
    }

    public void Add(in RetainedPlace place) => _places.Add(place);

    /// <summary>The index of the first place, fallen or not, from <paramref name="seq"/> on; <see cref="End"/> when there is none.</summary>
    public int FromSeq(long seq) => SeqSearch.IndexFrom(_places, _start, seq, place => place.Seq);

    /// <summary>Takes a place out. Indexes that were known before mean nothing any more.</summary>
    public void Fall(int index)
    {
        _places[index] = _places[index] with { IsFallen = true };
        _fallen++;
        while (_start < _places.Count && _places[_start].IsFallen)
        {
            _start++;
            _fallen--;
        }

        if (_start + _fallen < MinToCompact || _start + _fallen < _places.Count / 2) return;
        _places.RemoveRange(0, _start);
        _places.RemoveAll(place => place.IsFallen);
        (_start, _fallen) = (0, 0);
        if (_places.Capacity > 4 * Math.Max(_places.Count, MinToCompact)) _places.TrimExcess();
    }
}
