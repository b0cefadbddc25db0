namespace Netra.Client;

/// <summary>One call of the application for a token.</summary>
internal sealed class TokenCall(TokenReason reason, Func<TokenRequest, CancellationToken, ValueTask<string?>> token) : ISupersedable, IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();
    private volatile bool _isOver;

    public bool IsOver => _isOver;

    /// <summary>Asks, and reports what came of it. Never fails.</summary>
    /// <param name="report">Takes <see cref="CoreEvent.Token"/> or <see cref="CoreEvent.TokenFailed"/>.</param>
    /// <param name="failed">Is told what the application threw.</param>
    public async Task RunAsync(Reporter report, Action<Exception> failed)
    {
        CoreEvent result;
        try
        {
            var brought = await token(new TokenRequest(reason), _cancelled.Token).ConfigureAwait(false);
            result = brought is null ? new CoreEvent.TokenFailed(IsFinal: true) : new CoreEvent.Token(brought);
        }
        catch (Exception exception)
        {
            // Whatever it was: nobody waits for a call that is over, and the rest is told and tried again.
            if (!_isOver) failed(exception);
            result = new CoreEvent.TokenFailed(IsFinal: false);
        }

        await report(result, this).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (_isOver) return;
        _isOver = true;
        // What the application hooked to its token does not hold up the client.
        _ = _cancelled.CancelAsync();
    }
}
