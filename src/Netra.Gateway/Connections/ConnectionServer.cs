using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Serves an admitted connection from its attach to its detach, wherever its socket comes from.</summary>
internal sealed class ConnectionServer(
    ConnectionServices services, ConnectionHub hub, AttachGate gate, Drain drain, ILogger<ConnectionServer> logger)
{
    /// <summary>Attaches, accepts the socket, and serves it until it ends.</summary>
    /// <param name="access">What the token allows.</param>
    /// <param name="parameters">What the client asks for.</param>
    /// <param name="accept">Accepts the upgrade; called once the user's grain has taken the connection.</param>
    /// <param name="refuse">Refuses the upgrade; called instead of <paramref name="accept"/>.</param>
    /// <param name="traffic">What the stream under the socket tells; null when there is none that does.</param>
    /// <param name="gone">Cancelled when the client goes before its upgrade is through.</param>
    /// <returns>Whether this side cut the socket, so that nothing more can be sent on it.</returns>
    public async Task<bool> ServeAsync(
        Access access, UpgradeParameters parameters, Func<Task<WebSocket>> accept, Func<Refusal, Task> refuse, SocketTraffic? traffic = null,
        CancellationToken gone = default)
    {
        if (hub.Count >= services.Options.MaxConnections)
        {
            await refuse(NoRoom);
            return false;
        }

        // Let go of when the attach is over, or else in the end; a second time does nothing.
        using var turn = await gate.EnterAsync(gone);
        if (turn is null)
        {
            if (!gone.IsCancellationRequested)
                await refuse(new Refusal(ErrorCodes.Unavailable, "Too many clients connect at once. Come back after a moment."));
            return false;
        }

        var identity = new ConnectionIdentity(
            ConnectionId.NewId(), access.User, parameters.Client ?? ClientId.NewId(), parameters.Client is not null, services.NowMs());
        var connection = new Connection(identity, services, access) { AcknowledgesByPong = parameters.AcknowledgesByPong };
        // Before the attach, so that no push of a frame that becomes durable meanwhile is missed.
        drain.Served.Enter();
        if (!hub.TryAdd(connection, services.Options.MaxConnections))
        {
            drain.Served.Leave();
            turn.Dispose();
            await refuse(NoRoom);
            return false;
        }

        Refusal? refusal;
        try
        {
            // A drain that began behind the first check, and before the connection was in the hub, has not seen it.
            refusal = RefusalOfDrain() ?? await gate.HoldAsync(turn, AttachAsync(connection, parameters)) ?? RefusalOfDrain();
            turn.Dispose();
            if (refusal is null) await connection.RunAsync(await accept(), traffic);
        }
        finally
        {
            // Behind the detach: whom a renewal does not name is off the user's list, and could not tell what it has acknowledged any more.
            await connection.DetachAsync();
            hub.Remove(connection);
            drain.Served.Leave();
            GatewayLog.Disconnected(logger, identity.Id);
        }

        // Behind all else: who is told by a close frame may take its time to answer, and has no place here.
        if (refusal is not null) await refuse(refusal);
        return connection.WasCut;
    }

    private Refusal? RefusalOfDrain() => drain.IsDraining ? new Refusal(ErrorCodes.Draining, "This gateway is shutting down.") : null;

    private static Refusal NoRoom => new(ErrorCodes.Unavailable, "This gateway has as many connections as it takes.");

    private async Task<Refusal?> AttachAsync(Connection connection, UpgradeParameters parameters)
    {
        var request = connection.AttachRequestOf(cursor: null) with
        {
            Resume = parameters.Resume,
            Start = parameters.Start,
            StateVersion = parameters.StateVersion,
        };
        try
        {
            var attached = await services.Users.Find(connection.Identity.User).AttachAsync(request);
            switch (attached.Status)
            {
                case AttachStatus.ConnectionLimit:
                    return new Refusal(ErrorCodes.ConnectionLimit, $"The user has {request.ConnectionLimit} connections already.");
                case AttachStatus.TokenRevoked:
                    return new Refusal(ErrorCodes.TokenRevoked, "The token was revoked.");
                default:
                    connection.TakePlace(attached);
                    return null;
            }
        }
        catch (Exception exception)
        {
            GatewayLog.AttachFailed(logger, exception);
            return new Refusal(ErrorCodes.Unavailable, "The user's messages can't be reached now.");
        }
    }
}
