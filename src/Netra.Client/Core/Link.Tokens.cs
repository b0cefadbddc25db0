using Netra.Protocol;

namespace Netra.Client;

/// <summary>Tokens (docs/client.md, section 8).</summary>
internal sealed partial class Link
{
    private TokenReason? _asked;

    /// <summary>The token before was not accepted.</summary>
    private bool _isRefused;

    public void TakeToken(string token, Func<OpenQuery> query)
    {
        var asked = _asked;
        _asked = null;
        if (asked is null) return;
        if (asked == TokenReason.Refresh)
        {
            context.Send(ClientFrames.Auth(token));
            return;
        }

        _isRefused = false;
        _isOpen = true;
        context.Do(new CoreAction.Open(query()));
    }

    public void TokenFailed(bool isFinal)
    {
        var asked = _asked;
        _asked = null;
        if (asked is null) return;
        if (asked == TokenReason.Refresh)
        {
            if (isFinal) context.Do(new CoreAction.TellError("no_token", "No fresh token.", null));
            else RefreshFailed();
        }
        else if (isFinal)
        {
            End(CloseCode.Normal, "no_token");
        }
        else
        {
            Wait(null, "no_token", 0);
        }
    }

    public void Refresh() => Ask(TokenReason.Refresh);

    public void RefreshFailed() => context.SetTimer(TimerName.Token, context.Numbers.TokenRetry);

    private void Ask(TokenReason reason)
    {
        _asked = reason;
        context.Do(new CoreAction.GetToken(reason));
    }
}
