using System.Collections.Concurrent;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Every connection of this gateway, by id and by user. Thread-safe.</summary>
internal sealed class ConnectionHub(TimerWheel wheel)
{
    private readonly ConcurrentDictionary<ConnectionId, Connection> _byId = new();
    private readonly ConcurrentDictionary<UserId, Connection[]> _byUser = new();

    /// <summary>Connections whose place was taken by a newer one of their session while there was no other, until one of the two goes.</summary>
    private readonly ConcurrentDictionary<Connection, Connection> _borrowers = new();

    /// <summary>The dictionary would take all of its locks to count.</summary>
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Whoever is here. Who comes or goes meanwhile may be among them or not: the dictionary's own list is a copy, made under all of its locks.</summary>
    public IEnumerable<Connection> All => _byId.Select(entry => entry.Value);

    /// <summary>The connections of each user.</summary>
    public IEnumerable<KeyValuePair<UserId, Connection[]>> ByUser => _byUser;

    /// <summary>Whether a client may come. One more than there may be comes in the place of its own older connection, if that is here.</summary>
    /// <param name="user">The user; null while it is not known.</param>
    /// <param name="client">The client's own name of its session; null without one.</param>
    /// <param name="maxConnections">How many connections there may be.</param>
    public bool HasRoomFor(UserId? user, ClientId? client, int maxConnections) =>
        Count < maxConnections || (user is { } known && client is { } own && FindLender(known, own) is not null);

    /// <summary>From here on the connection gets what is pushed to its user. False when there are as many connections as there may be.</summary>
    public bool TryAdd(Connection connection, int maxConnections)
    {
        if (Interlocked.Increment(ref _count) > maxConnections)
        {
            Interlocked.Decrement(ref _count);
            if (!TryBorrow(connection)) return false;
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
        if (!GiveBack(connection)) Interlocked.Decrement(ref _count);
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

    /// <summary>The older connection of a session, whose place has not been taken.</summary>
    private Connection? FindLender(UserId user, ClientId client) =>
        Array.Find(Of(user), older => older.Identity.ClientIsOwn && older.Identity.Client == client && !_borrowers.ContainsKey(older));

    /// <summary>Takes the place of the client's own older connection, which will be closed for it. Each place is taken once.</summary>
    private bool TryBorrow(Connection connection)
    {
        while (connection.Identity.ClientIsOwn && FindLender(connection.Identity.User, connection.Identity.Client) is { } older)
        {
            if (!_borrowers.TryAdd(older, connection)) continue;
            // It may have gone meanwhile, and its place with it.
            if (_byId.ContainsKey(older.Identity.Id)) return true;
            if (_borrowers.TryRemove(KeyValuePair.Create(older, connection))) return false;
            return true;
        }

        return false;
    }

    /// <summary>Whether the place of a connection that goes is another's: it was taken by a newer one, or was taken from an older one that is here still.</summary>
    private bool GiveBack(Connection connection)
    {
        if (_borrowers.TryRemove(connection, out _)) return true;
        if (_borrowers.IsEmpty) return false;
        foreach (var (older, borrower) in _borrowers)
        {
            if (borrower == connection) return _borrowers.TryRemove(KeyValuePair.Create(older, borrower));
        }

        return false;
    }

    /// <summary>The connections of one user here.</summary>
    public Connection[] Of(UserId user) => _byUser.GetValueOrDefault(user) ?? [];

    /// <summary>Hands a push to the connections it is for.</summary>
    public void Deliver(UserPush push)
    {
        push = PushSpans.Record(push);
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
