using System.Collections.Concurrent;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Every connection of this gateway, by id and by user. Thread-safe.</summary>
internal sealed class ConnectionHub(TimerWheel wheel)
{
    private readonly ConcurrentDictionary<ConnectionId, Connection> _byId = new();
    private readonly ConcurrentDictionary<UserId, Connection[]> _byUser = new();

    /// <summary>The dictionary would take all of its locks to count.</summary>
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public IEnumerable<Connection> All => _byId.Values;

    /// <summary>The connections of each user.</summary>
    public IEnumerable<KeyValuePair<UserId, Connection[]>> ByUser => _byUser;

    /// <summary>From here on the connection gets what is pushed to its user. False when there are as many connections as there may be.</summary>
    public bool TryAdd(Connection connection, int maxConnections)
    {
        if (Interlocked.Increment(ref _count) > maxConnections)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _byId[connection.Identity.Id] = connection;
        _byUser.AddOrUpdate(
            connection.Identity.User,
            static (_, added) => [added],
            static (_, others, added) =>
            {
                added.ShareRateWith(others[0]);
                return [.. others, added];
            },
            connection);
        wheel.Add(connection);
        return true;
    }

    public void Remove(Connection connection)
    {
        wheel.Remove(connection);
        if (!_byId.TryRemove(connection.Identity.Id, out _)) return;
        Interlocked.Decrement(ref _count);
        var user = connection.Identity.User;
        while (_byUser.TryGetValue(user, out var present))
        {
            var rest = Array.FindAll(present, other => other != connection);
            var done = rest.Length == 0
                ? _byUser.TryRemove(new KeyValuePair<UserId, Connection[]>(user, present))
                : _byUser.TryUpdate(user, rest, present);
            if (done) return;
        }
    }

    /// <summary>The connections of one user here.</summary>
    public Connection[] Of(UserId user) => _byUser.GetValueOrDefault(user) ?? [];

    /// <summary>Hands a push to the connections it is for.</summary>
    public void Deliver(UserPush push)
    {
        foreach (var connection in Of(push.User))
        {
            if (push.Command is not { } command) connection.Deliver(push);
            else if (command.Connection is null || command.Connection == connection.Identity.Id) Carry(connection, command);
        }
    }

    private static void Carry(Connection connection, ConnectionCommand command)
    {
        switch (command.Kind)
        {
            case ConnectionCommandKind.Close:
                connection.Close(command.CloseCode, command.Reason);
                break;
            case ConnectionCommandKind.Reattach:
                _ = connection.ReattachAsync();
                break;
            default:
                throw new InvalidOperationException($"No such command: {command.Kind}.");
        }
    }
}
