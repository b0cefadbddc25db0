using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>The user grains that are active on this silo, for callers in the same process.</summary>
internal sealed class LocalUsers
{
    private readonly ConcurrentDictionary<UserId, UserGrain> _active = new();

    public void Add(UserId user, UserGrain grain) => _active[user] = grain;

    /// <summary>Removes this activation; one that came after it stays.</summary>
    public void Remove(UserId user, UserGrain grain) => _active.TryRemove(new KeyValuePair<UserId, UserGrain>(user, grain));

    public bool TryFind(UserId user, [MaybeNullWhen(false)] out UserGrain grain) => _active.TryGetValue(user, out grain);
}
