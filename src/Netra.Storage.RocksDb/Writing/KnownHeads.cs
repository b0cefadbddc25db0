using System.Diagnostics.CodeAnalysis;
using Netra.Protocol;

namespace Netra.Storage.RocksDb;

/// <summary>
/// The heads of the users who were written to lately, as their next commits must expect them: nobody else writes to the store, so that they need not be read again. Bounded
/// between two groups: when the younger half is full, the older one is forgotten. While a group is filled nothing is, for the store does not show what the group makes of a user. The
/// writer's alone.
/// </summary>
internal sealed class KnownHeads(int capacity)
{
    private Dictionary<UserId, KnownHead> _young = [];
    private Dictionary<UserId, KnownHead> _old = [];

    /// <summary>How many are known.</summary>
    public int Count => _young.Count + _old.Count;

    public bool TryFind(UserId user, [NotNullWhen(true)] out KnownHead? head)
    {
        if (_young.TryGetValue(user, out head)) return true;
        if (!_old.Remove(user, out head)) return false;
        Add(user, head);
        return true;
    }

    /// <summary>Remembers one that is not known.</summary>
    public void Add(UserId user, KnownHead head) => _young.Add(user, head);

    /// <summary>Between two groups: forgets what is too much.</summary>
    public void Trim()
    {
        if (_young.Count >= capacity / 2) (_old, _young) = (_young, []);
        if (_old.Count > capacity) _old = [];
    }

    /// <summary>Forgets all: what a failed group was to leave is not what is stored.</summary>
    public void Clear()
    {
        _young.Clear();
        _old.Clear();
    }
}
