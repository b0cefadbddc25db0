using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <content>
/// How an activation learns that another one has written, while nobody writes by it: after a load, and for a while, renewals of leases make a commit that
/// changes nothing. It is refused when this activation is behind; then the log is loaded anew, and the connections are told its head.
/// </content>
internal sealed partial class UserGrain
{
    private Task _settling = Task.CompletedTask;

    /// <summary>Ends with the look at storage that a renewal has begun.</summary>
    internal Task Settled => _settling;

    /// <summary>
    /// Begins such a commit when one is due, or a connection has had what the log does not. Nobody waits for it: the renewals of other users are in the same
    /// call, and leases outlive an outage of storage.
    /// </summary>
    private void Settle(CommitPipeline log, UserLeases leases)
    {
        if (!_settling.IsCompleted || _connections.All.Count == 0) return;
        var ahead = leases.Renewals.Where(renewal => renewal.Cursor > log.Durable.HeadSeq && _connections.Find(renewal.Connection) is not null).ToList();
        if (ahead.Count == 0 && !log.TakeSettlingTurn()) return;
        _settling = SettleAsync(leases.Gateway, ahead);
    }

    private async Task SettleAsync(SiloAddress gateway, List<LeaseRenewal> ahead)
    {
        try
        {
            await RunAsync(async log =>
            {
                await log.FenceAnewAsync();
                // What they have had is lost for good, with the history of the log: the attach says so.
                foreach (var renewal in ahead.Where(renewal => renewal.Cursor > log.Durable.HeadSeq))
                    _connections.PushTo(gateway, Reattach(renewal.Connection));
                return true;
            });
        }
        catch (UserUnavailableException)
        {
            // Logged where it was thrown. The next renewal tries again.
        }
        catch (Exception exception)
        {
            GrainsLog.SettlingFailed(logger, exception);
        }
    }

    /// <summary>Asks a gateway to attach a connection again, or all that it has of the user.</summary>
    private UserPush Reattach(ConnectionId? connection) => new()
    {
        User = _user,
        HeadSeq = _log?.Durable.HeadSeq ?? 0,
        Command = new ConnectionCommand(ConnectionCommandKind.Reattach, connection, CloseCode.Normal, ""),
    };
}
