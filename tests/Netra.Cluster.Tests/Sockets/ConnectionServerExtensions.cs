using System.Net.WebSockets;
using Netra.Gateway;

namespace Netra.Cluster.Tests;

internal static class ConnectionServerExtensions
{
    /// <summary>Admits a connection and serves it until it ends, as the upgrade endpoint does. Answers whether the gateway cut the socket.</summary>
    public static async Task<bool> ServeAsync(
        this ConnectionServer server, Access access, UpgradeParameters parameters, Func<Task<WebSocket>> accept, Func<Refusal, Task> refuse)
    {
        var (connection, socket) = await server.AdmitAsync(AdmittedToken.Of(access), parameters, accept, refuse, () => CancellationToken.None);
        if (connection is null) return false;
        try
        {
            await connection.RunAsync(socket!);
            return connection.WasCut;
        }
        finally
        {
            await server.LeaveAsync(connection);
        }
    }
}
