using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Netra.Cluster.Tests;

/// <summary>The outgoing connections of a silo.</summary>
internal sealed class CuttableConnectionFactory(IConnectionFactory inner, CuttableNetwork network) : IConnectionFactory
{
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        network.ThrowIfCut();
        return network.Track(await inner.ConnectAsync(endpoint, cancellationToken));
    }
}
