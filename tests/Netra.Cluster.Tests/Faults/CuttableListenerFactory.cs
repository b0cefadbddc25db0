using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Netra.Cluster.Tests;

/// <summary>The incoming connections of a silo.</summary>
internal sealed class CuttableListenerFactory(IConnectionListenerFactory inner, CuttableNetwork network) : IConnectionListenerFactory
{
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await inner.BindAsync(endpoint, cancellationToken), network);

    private sealed class Listener(IConnectionListener inner, CuttableNetwork network) : IConnectionListener
    {
        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
            await inner.AcceptAsync(cancellationToken) is { } connection ? network.Track(connection) : null;

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
