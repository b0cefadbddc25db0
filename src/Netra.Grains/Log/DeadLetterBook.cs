namespace Netra.Grains;

/// <summary>The dead letters of a user without their JSON, as the last sealed commit leaves them: 24 bytes each. Not thread-safe.</summary>
internal sealed class DeadLetterBook(UserGrainOptions options)
{
    /// <summary>By the time at which they became one, then by seq. Searched from its end to its beginning, and only when an operator names one.</summary>
    private readonly List<(long Seq, long AtMs, int Bytes)> _letters = [];
    private int _start;
    private long _bytes;

    public int Count => _letters.Count - _start;

    public bool Contains(long seq) => IndexOf(seq) >= _start;

    /// <summary>Adds one. Cheap for one that is not older than those before it.</summary>
    public void Add(long seq, long atMs, int bytes)
    {
        var place = _letters.Count;
        while (place > _start && (_letters[place - 1].AtMs, _letters[place - 1].Seq).CompareTo((atMs, seq)) > 0) place--;
        _letters.Insert(place, (seq, atMs, bytes));
        _bytes += bytes;
    }

    /// <summary>False when it is none.</summary>
    public bool Remove(long seq)
    {
        var index = IndexOf(seq);
        if (index < _start) return false;
        _bytes -= _letters[index].Bytes;
        _letters.RemoveAt(index);
        return true;
    }

    /// <summary>Takes out the oldest, when it is beyond a limit of number, bytes or time.</summary>
    public long? TakeSurplus(long nowMs)
    {
        if (!HasSurplus(nowMs)) return null;
        var oldest = _letters[_start++];
        _bytes -= oldest.Bytes;
        if (_start > _letters.Count / 2)
        {
            _letters.RemoveRange(0, _start);
            _start = 0;
        }

        return oldest.Seq;
    }

    /// <summary>Whether the oldest is beyond a limit.</summary>
    public bool HasSurplus(long nowMs) => Count > 0
        && (Count > options.MaxDeadLetters || _bytes > options.MaxDeadLetterBytes
            || _letters[_start].AtMs <= nowMs - (long)options.DeadLetterRetention.TotalMilliseconds);

    private int IndexOf(long seq) => _letters.FindLastIndex(letter => letter.Seq == seq);
}
