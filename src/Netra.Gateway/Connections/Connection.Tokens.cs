using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>The client's fresh tokens (protocol section 2.2, <c>auth</c>).</summary>
internal sealed partial class Connection
{
    /// <summary>How many attaches had ended when the grain was last told of a fresh token.</summary>
    private int _attachesAtRenewal;

    private async ValueTask RenewTokenAsync(ClientFrame frame)
    {
        if (!ControlPayloads.TryReadAuth(frame.Payload, out var token, out var error))
        {
            await SendErrorAsync(frame.Id, error);
            return;
        }

        var result = await services.Tokens.ValidateAsync(token);
        if (result.Access is { } access)
        {
            if (access.User == identity.User) await RenewTokenAsync(frame.Id, access);
            else Close(CloseCode.Forbidden, "the token is another user's");
        }
        else if (result.Error == ErrorCodes.Unavailable)
        {
            // Nobody could look at it: it may be good.
            await SendErrorAsync(
                frame.Id, new FrameError(ErrorCodes.Internal, result.Detail) { RetryAfterMs = (long)Options.MaxRetryDelay.TotalMilliseconds });
        }
        else
        {
            await SendErrorAsync(frame.Id, new FrameError(ErrorCodes.TokenInvalid, result.Detail));
        }
    }

    /// <summary>The user's grain has the last word: it knows what was revoked, and must know which token this connection has from now on.</summary>
    private async ValueTask RenewTokenAsync(string? id, Access access)
    {
        TokenRenewalStatus status;
        try
        {
            do status = await TellTokenAsync(access.Stamp);
            while (status == TokenRenewalStatus.Accepted && !TryTakeToken(access));
        }
        catch (Exception exception)
        {
            await SendFailureAsync(id, exception, "auth");
            return;
        }

        if (status == TokenRenewalStatus.Revoked)
        {
            await SendErrorAsync(id, new FrameError(ErrorCodes.TokenInvalid, "The token was revoked."));
            return;
        }

        services.Wheel.Wake(this);
        await SendAsync(ServerFrames.AuthOk(id, services.NowMs(), access.ExpiresAtMs));
    }

    private async Task<TokenRenewalStatus> TellTokenAsync(TokenStamp token)
    {
        lock (_gate) _attachesAtRenewal = _attaches;
        var status = await _user.RenewTokenAsync(identity.Id, token);
        if (status != TokenRenewalStatus.UnknownConnection) return status;
        return await ReattachAsync() ? await TellTokenAsync(token) : throw new UserUnavailableException("The connection is not on its user's list.");
    }

    /// <summary>
    /// From here on attaches carry the fresh token. False when one has ended since the grain was told: it carried the old one, and may have come behind.
    /// One that is under way finds out when it ends.
    /// </summary>
    private bool TryTakeToken(Access renewed)
    {
        lock (_gate)
        {
            if (_attaches != _attachesAtRenewal) return false;
            _access = renewed;
            _expiryWarned = false;
            return true;
        }
    }
}
