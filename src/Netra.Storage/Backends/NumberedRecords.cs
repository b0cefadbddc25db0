using System.Diagnostics.CodeAnalysis;

namespace Netra.Storage;

/// <summary>Records in memory in the order of their numbers: adding, removing the first and finding a number take logarithmic time.</summary>
internal sealed class NumberedRecords<T>
{
    private readonly SortedSet<Entry> _entries = new(Comparer<Entry>.Create((one, other) => one.Number.CompareTo(other.Number)));

    public int Count => _entries.Count;

    /// <summary>All records, in order.</summary>
    public IEnumerable<T> All => _entries.Select(entry => entry.Value);

    /// <summary>The records from <paramref name="first"/> to <paramref name="last"/>, both inclusive.</summary>
    public IEnumerable<T> Between(long first, long last) => first > last
        ? []
        : _entries.GetViewBetween(new Entry(first, default!), new Entry(last, default!)).Select(entry => entry.Value);

    public bool TryGet(long number, [MaybeNullWhen(false)] out T value)
    {
        var found = _entries.TryGetValue(new Entry(number, default!), out var entry);
        value = entry.Value;
        return found;
    }

    public void Put(long number, T value)
    {
        _entries.Remove(new Entry(number, default!));
        _entries.Add(new Entry(number, value));
    }

    public void Remove(long number) => _entries.Remove(new Entry(number, default!));

    public void RemoveBelow(long number)
    {
        while (_entries.Count > 0 && _entries.Min.Number < number) _entries.Remove(_entries.Min);
    }

    private readonly record struct Entry(long Number, T Value);
}
