using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace Netra.Bench.Peers;

/// <summary>The sockets of each user.</summary>
internal sealed class UserSockets
{
    private readonly ConcurrentDictionary<string, UserSocket[]> _byUser = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, UserSocket[]>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public UserSockets() => _bySpan = _byUser.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Those of a user; none where nobody is connected.</summary>
    public UserSocket[] Of(ReadOnlySpan<char> user) => _bySpan.TryGetValue(user, out var sockets) ? sockets : [];

    public UserSocket Add(string user, WebSocket socket)
    {
        var added = new UserSocket(socket);
        _byUser.AddOrUpdate(user, [added], (_, others) => [.. others, added]);
        return added;
    }

    public void Remove(string user, UserSocket socket) => _byUser.AddOrUpdate(user, [], (_, others) => [.. others.Where(other => other != socket)]);
}
