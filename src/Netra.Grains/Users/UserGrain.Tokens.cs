using System.Text;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <content>Tokens that are refused (protocol section 7).</content>
internal sealed partial class UserGrain
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public Task<bool> AcceptsTokenAsync(TokenStamp token) => RunAsync(_ => Task.FromResult(!_tokens.Refuses(token)));

    public Task<TokenRenewalStatus> RenewTokenAsync(ConnectionId connection, TokenStamp token) => RunAsync(_ =>
    {
        if (_tokens.Refuses(token)) return Task.FromResult(TokenRenewalStatus.Revoked);
        if (_connections.Find(connection) is not { } attached) return Task.FromResult(TokenRenewalStatus.UnknownConnection);
        attached.Token = token;
        return Task.FromResult(TokenRenewalStatus.Accepted);
    });

    public Task<TokenRevocationResult> RevokeTokensAsync(TokenRevocation revocation)
    {
        if (revocation.TokenId is { } id)
        {
            if (id.Length is 0 or > TokenRevocation.MaxTokenIdLength)
                throw new ArgumentException($"A token id has 1 to {TokenRevocation.MaxTokenIdLength} characters.", nameof(revocation));
            // Half of a character can't be stored; the commit would fail, and those behind it with it.
            _ = StrictUtf8.GetByteCount(id);
        }

        return RunAsync(async log =>
        {
            // It belongs to this log: both are thrown away together.
            var tokens = _tokens;
            if (tokens.Plan(revocation, NowMs(), _options.MaxRevokedTokens) is not { } planned) return new TokenRevocationResult(false, 0);
            // The clock of whoever makes the tokens may be ahead: what has been here before the call had its token before the call.
            var before = revocation.TokenId is null ? _connections.All.Select(connection => (connection.Id, connection.Token)).ToList() : [];
            var closed = 0;
            var staged = log.Stage(new UserChange
            {
                Tokens = planned,
                // In one turn, so that no connection with a refused token is let in between.
                WhenDurable = () =>
                {
                    tokens.Apply(planned);
                    closed = CloseRevoked(before);
                },
            });
            tokens.Stage(planned);
            await staged.Durable;
            return new TokenRevocationResult(true, closed);
        });
    }

    /// <summary>Closes the connections whose token is refused, and those that still have the token that they had before. Answers how many.</summary>
    private int CloseRevoked(List<(ConnectionId Connection, TokenStamp? Token)> before)
    {
        var refused = _connections.All
            .Where(connection => _tokens.Refuses(connection.Token)
                || (connection.Token is not null && before.Exists(one => one.Connection == connection.Id && one.Token == connection.Token)))
            .ToList();
        foreach (var connection in refused) Close(connection, CloseCode.Unauthorized, ErrorCodes.TokenRevoked.Name);
        return refused.Count;
    }
}
