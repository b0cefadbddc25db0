using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Takes a connection from its attach to its detach, wherever its socket comes from.</summary>
internal sealed class ConnectionServer(
    ConnectionServices services, ConnectionHub hub, AttachGate gate, Drain drain, ConnectionMemory memory, ILogger<ConnectionServer> logger)
{
    /// <summary>Attaches and accepts the socket, or refuses. Whoever gets a connection runs it, and then calls <see cref="LeaveAsync"/>.</summary>
    /// <remarks>Not one method with the serving: what waits for as long as a socket lives holds all that it has ever used.</remarks>
    /// <param name="token">What the client may, or its ticket, which is used up only once there is room for the client.</param>
    /// <param name="parameters">What the client asks for.</param>
    /// <param name="accept">Accepts the upgrade; called once the user's grain has taken the connection.</param>
    /// <param name="refuse">Refuses the upgrade; called instead of <paramref name="accept"/>.</param>
    /// <param name="gone">Cancelled when the client goes before its upgrade is through. Asked for only by who has to wait.</param>
    /// <returns>The connection and its socket; nulls when it was refused.</returns>
    public async Task<(Connection? Connection, WebSocket? Socket)> AdmitAsync(
        AdmittedToken token, UpgradeParameters parameters, Func<Task<WebSocket>> accept, Func<Refusal, Task> refuse, Func<CancellationToken> gone)
    {
        if (!hub.HasRoomFor(token.Access?.User, parameters.Client, services.Options.MaxConnections))
        {
            await refuse(NoRoom);
            return default;
        }

        // Let go of when the attach is over, or else in the end; a second time does nothing.
        using var turn = gate.TryEnter() ?? await gate.WaitAsync(gone());
        if (turn is null)
        {
            if (!gone().IsCancellationRequested)
                await refuse(new Refusal(ErrorCodes.Unavailable, "Too many clients connect at once. Come back after a moment."));
            return default;
        }

        var (connection, refusal) = await gate.HoldAsync(turn, TryAttachAsync(token, parameters));
        WebSocket? socket = null;
        try
        {
            if (refusal is null) socket = await accept();
        }
        finally
        {
            if (socket is null && connection is not null) await LeaveAsync(connection);
        }

        if (refusal is null) return (connection, socket);
        // Behind all else: who is told by a close frame may take its time to answer, and has no place here.
        await refuse(refusal);
        return default;
    }

    /// <summary>Puts the client on its user's list. A connection beside a refusal has to be taken off again.</summary>
    private async Task<(Connection? Connection, Refusal? Refusal)> TryAttachAsync(AdmittedToken token, UpgradeParameters parameters)
    {
        if (token.Access is not { } access)
        {
            var redeemed = await services.Tokens.ValidateAsync(token.Ticket!);
            if (redeemed.Access is null) return (null, new Refusal(redeemed.Error!, redeemed.Detail));
            access = redeemed.Access;
        }

        var identity = new ConnectionIdentity(
            ConnectionId.NewId(), access.User, parameters.Client ?? ClientId.NewId(), parameters.Client is not null, services.NowMs());
        var connection = new Connection(identity, services, access) { AcknowledgesByPong = parameters.AcknowledgesByPong };
        // Before the attach, so that no push of a frame that becomes durable meanwhile is missed.
        drain.Served.Enter();
        if (!hub.TryAdd(connection, services.Options.MaxConnections))
        {
            drain.Served.Leave();
            return (null, NoRoom);
        }

        // A drain that began behind the first check, and before the connection was in the hub, has not seen it.
        return (connection, RefusalOfDrain() ?? await AttachAsync(connection, parameters) ?? RefusalOfDrain());
    }

    /// <summary>The connection has ended: nobody finds it any more, here or on its user's list.</summary>
    public async Task LeaveAsync(Connection connection)
    {
        // Behind the detach: whom a renewal does not name is off the user's list, and could not tell what it has acknowledged any more.
        await connection.DetachAsync();
        memory.Keep(connection);
        hub.Remove(connection);
        drain.Served.Leave();
        GatewayLog.Disconnected(logger, connection.Identity.Id);
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
