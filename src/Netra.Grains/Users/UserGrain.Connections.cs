using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <content>How connections leave the list, and what keeps them on it.</content>
internal sealed partial class UserGrain
{
    public Task DetachAsync(ConnectionId connection)
    {
        if (_connections.Find(connection) is { } attached) Remove(attached);
        // Its attach may be on its way still.
        else _ended.Remember(connection, closeReason: null, NowMs());
        return Task.CompletedTask;
    }

    public Task<LeaseAnswer[]> RenewAsync(UserLeases leases) => RunAsync(log =>
    {
        var renewals = leases.Renewals;
        var leaseUntil = NowMs() + (long)_options.LeaseDuration.TotalMilliseconds;
        var answers = new LeaseAnswer[renewals.Length];
        for (var i = 0; i < renewals.Length; i++)
        {
            var connection = _connections.Find(renewals[i].Connection);
            connection?.Renew(renewals[i].LastSeenAtMs, leaseUntil);
            // A head that is too low does no harm: whoever is behind it is behind.
            answers[i] = new LeaseAnswer(connection is not null, log.Durable.HeadSeq);
        }

        RemoveUnnamed(leases);
        Settle(log, leases);
        return Task.FromResult(answers);
    });

    // Without the log: what is on the list can be ended while storage is away.
    public Task<int> DisconnectAsync(DisconnectRequest request)
    {
        RemoveGone();
        // After a fault of the cluster those that are open come back one by one: this is meant for them too.
        if (request.Connection is null) _ended.RememberAll(request.Reason, NowMs());
        var meant = _connections.All.Where(connection => request.Connection is null || connection.Id == request.Connection).ToList();
        foreach (var connection in meant)
        {
            Close(connection, CloseCode.Disconnected, request.Reason);
            // Were the close lost on the way, the connection would come back with its next lease.
            _ended.Remember(connection.Id, request.Reason, NowMs());
        }

        // One that is off the list may be on its way back to it, after a fault of the cluster.
        if (request.Connection is { } one && meant.Count == 0) _ended.Remember(one, request.Reason, NowMs());
        return Task.FromResult(meant.Count);
    }

    /// <summary>
    /// Takes those off the list that their gateway had no more when it named the ones that it has. Both times are of that gateway's clock; what is being
    /// attached just now may have come to it behind that.
    /// </summary>
    private void RemoveUnnamed(UserLeases leases)
    {
        var gone = _connections.All
            .Where(connection => connection.Gateway.Equals(leases.Gateway) && connection.ConnectedAtMs < leases.AsOfMs && !connection.IsPending)
            .Where(connection => !Array.Exists(leases.Renewals, renewal => renewal.Connection == connection.Id))
            .ToList();
        foreach (var connection in gone) Remove(connection);
    }

    /// <summary>Takes connections off the list whose gateway is dead or has not renewed them.</summary>
    private void RemoveGone()
    {
        var now = NowMs();
        for (var i = _connections.All.Count - 1; i >= 0; i--)
        {
            var connection = _connections.All[i];
            if (connection.LeaseUntilMs < now || membership.IsDeadSilo(connection.Gateway)) Remove(connection);
        }
    }

    private void Remove(AttachedConnection connection)
    {
        _connections.Remove(connection);
        if (_connections.All.Count == 0) _recent.Clear();
        if (connection.SessionIsMadeUp && _sessions.TryGet(connection.Client, out var session) && !session.IsStored)
            _sessions.Remove(connection.Client);
    }

    /// <summary>The same session on a newer connection takes over (protocol section 2.1): the session goes on.</summary>
    private void Replace(AttachedConnection older)
    {
        _connections.Remove(older);
        OrderClose(older, CloseCode.Replaced, "replaced by a newer connection");
    }

    private void CloseSurplus(AttachedConnection connection, ConnectionPolicy policy)
    {
        if (policy == ConnectionPolicy.CloseOldest) Close(connection, CloseCode.Replaced, "too many connections; the newest stay");
        else Close(connection, CloseCode.TooManyRequests, ErrorCodes.ConnectionLimit.Name);
    }

    private void Close(AttachedConnection connection, CloseCode code, string reason)
    {
        Remove(connection);
        OrderClose(connection, code, reason);
    }

    /// <summary>Has the gateway close a connection that is off the list.</summary>
    private void OrderClose(AttachedConnection connection, CloseCode code, string reason)
    {
        connection.IsClosed = true;
        _connections.PushTo(connection.Gateway, new UserPush
        {
            User = _user,
            HeadSeq = _log?.Durable.HeadSeq ?? 0,
            Command = new ConnectionCommand(ConnectionCommandKind.Close, connection.Id, code, reason),
        });
    }
}
