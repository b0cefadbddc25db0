using System.Net.WebSockets;
using Netra.Gateway;

namespace Netra.Cluster.Tests;

internal static class ConnectionServerExtensions
{
    /// <summary>Admits a connection and serves it until it ends, as the upgrade endpoint does.</summary>
    public static async Task ServeAsync(
        this ConnectionServer server, Access access, UpgradeParameters parameters, Func<Task<WebSocket>> accept, Func<Refusal, Task> refuse)
    {
        var (connection, socket) = await server.AdmitAsync(access, parameters, accept, refuse, () => CancellationToken.None);
        if (connection is null) return;
        try
        {
            await connection.RunAsync(socket!);
        }
        finally
        {
            await server.LeaveAsync(connection);
        }
    }
}
