using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Netra.Cluster.Tests;

/// <summary>
/// The network of one silo. Cut, it is to the others as if its process were killed: every connection ends at once and none can be made. The silo itself lives
/// on and can do harm, which is worse than a kill.
/// </summary>
internal sealed class CuttableNetwork
{
    private readonly ConcurrentBag<ConnectionContext> _connections = [];

    public bool IsCut { get; private set; }

    public void Cut()
    {
        IsCut = true;
        foreach (var connection in _connections) connection.Abort(new ConnectionAbortedException("cut"));
    }

    /// <summary>Lets a silo that is taken for dead find out, so that it can be stopped.</summary>
    public void Heal() => IsCut = false;

    public void ThrowIfCut()
    {
        if (IsCut) throw new SocketException((int)SocketError.ConnectionRefused);
    }

    public ConnectionContext Track(ConnectionContext connection)
    {
        _connections.Add(connection);
        if (IsCut) connection.Abort(new ConnectionAbortedException("cut"));
        return connection;
    }
}
