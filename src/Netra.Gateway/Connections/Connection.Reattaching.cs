using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>The connection's place on its user's list, taken again whenever the grain has lost it.</summary>
internal sealed partial class Connection
{
    private Task<bool>? _reattaching;

    /// <summary>Whether an attach is under way or waits for its next try.</summary>
    public bool IsReattaching => Volatile.Read(ref _reattaching) is not null;

    /// <summary>How many attaches of the open connection have ended.</summary>
    private int _attaches;

    /// <summary>Asked to attach again while an attach was under way: the grain that takes that one may be the one that goes.</summary>
    private bool _reattachAgain;

    /// <summary>
    /// Puts the connection on its user's list again, after the grain lost it. Keeps trying for as long as the socket lives. False when the connection ends
    /// with it.
    /// </summary>
    public Task<bool> ReattachAsync()
    {
        lock (_gate)
        {
            if (_isEnding || _socket is null) return Task.FromResult(false);
            if (_reattaching is null) return _reattaching = RunReattachAsync();
            _reattachAgain = true;
            return _reattaching;
        }
    }

    private async Task<bool> RunReattachAsync()
    {
        // Leaves the caller's lock before anything else.
        await Task.Yield();
        try
        {
            var delay = Options.FirstRetryDelay;
            while (true)
            {
                lock (_gate) _reattachAgain = false;
                if (await TryAttachAsync() is { } isOnList)
                {
                    lock (_gate)
                    {
                        if (isOnList && _reattachAgain) continue;
                        _reattaching = null;
                        return isOnList;
                    }
                }

                await Task.Delay(delay, services.Time, _ended.Token);
                delay = Longer(delay);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended. A try that failed may have taken effect behind the detach.
            _ = DetachAsync();
            return false;
        }
    }

    /// <summary>Attaches with the cursor. Null when the grain did not answer; else whether the connection goes on.</summary>
    private async Task<bool?> TryAttachAsync()
    {
        try
        {
            while (true)
            {
                services.Instruments.Reattaches.Add(1);
                var request = AttachRequestOf(new StreamPosition(Cursor, _epoch));
                var attached = await _user.AttachAsync(request);
                if (EndAttach(request)) return Apply(attached);
            }
        }
        catch (Exception exception)
        {
            GatewayLog.ReattachFailed(services.Logger, identity.Id, exception.Message);
            return null;
        }
    }

    /// <summary>False when the client has renewed its token meanwhile: the grain knows the connection by the old one, and would not end it with the fresh one.</summary>
    private bool EndAttach(AttachRequest request)
    {
        lock (_gate)
        {
            _attaches++;
            return request.Token == _access.Stamp;
        }
    }

    private bool Apply(AttachResult attached)
    {
        switch (attached.Status)
        {
            case AttachStatus.Attached:
                Home = attached.Home;
                if (_isEnding)
                {
                    // It ended meanwhile: its detach may have come before this attach.
                    _ = DetachAsync();
                    return false;
                }

                NoteHead(attached.HeadSeq);
                return true;
            case AttachStatus.Replaced:
                Close(CloseCode.Replaced, "replaced by a newer connection");
                return false;
            case AttachStatus.ConnectionLimit:
                Close(CloseCode.TooManyRequests, ErrorCodes.ConnectionLimit.Name);
                return false;
            case AttachStatus.Disconnected:
                Close(CloseCode.Disconnected, attached.CloseReason ?? "");
                return false;
            case AttachStatus.TokenRevoked:
                Close(CloseCode.Unauthorized, ErrorCodes.TokenRevoked.Name);
                return false;
            default:
                // The log lost history: the client finds out what that means for it when it comes back.
                Close(CloseCode.ServiceRestart, "the log was restored");
                return false;
        }
    }

    /// <summary>What to ask the user's grain for this connection.</summary>
    public AttachRequest AttachRequestOf(StreamPosition? cursor) => new()
    {
        Connection = identity.Id,
        Gateway = services.Gateway,
        Client = identity.Client,
        ClientIsOwn = identity.ClientIsOwn,
        ConnectedAtMs = identity.ConnectedAtMs,
        Cursor = cursor,
        ConnectionLimit = Limits.Connections,
        Policy = Limits.Policy,
        Token = _access.Stamp,
        LastSeenAtMs = LastSeenMs,
    };

    private TimeSpan Longer(TimeSpan delay) => delay * 2 < Options.MaxRetryDelay ? delay * 2 : Options.MaxRetryDelay;
}
