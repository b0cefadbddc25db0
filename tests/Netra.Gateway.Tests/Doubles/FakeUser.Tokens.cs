using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

internal partial class FakeUser
{
    private readonly List<DisconnectRequest> _disconnects = [];
    private readonly List<TokenRevocation> _revocations = [];
    private readonly List<TokenStamp> _renewals = [];

    /// <summary>Ids of tokens that are refused.</summary>
    public HashSet<string> RevokedTokens { get; } = [];

    /// <summary>Whether no more revoked tokens can be remembered.</summary>
    public bool IsFullOfRevocations { get; set; }

    /// <summary>The token that the connection attached or renewed with last.</summary>
    public TokenStamp? KnownToken { get; private set; }

    public IReadOnlyList<DisconnectRequest> Disconnects => Copy(_disconnects);

    public IReadOnlyList<TokenRevocation> Revocations => Copy(_revocations);

    /// <summary>The fresh tokens that were taken.</summary>
    public IReadOnlyList<TokenStamp> Renewals => Copy(_renewals);

    public async Task<int> DisconnectAsync(DisconnectRequest request)
    {
        await EnterAsync(Disconnect);
        lock (_gate)
        {
            _disconnects.Add(request);
            return request.Connection is { } one ? _attached.Count(connection => connection == one) : _attached.Count;
        }
    }

    public async Task<bool> AcceptsTokenAsync(TokenStamp token)
    {
        await EnterAsync(AcceptsToken);
        lock (_gate) return IsAccepted(token);
    }

    public async Task<TokenRenewalStatus> RenewTokenAsync(ConnectionId connection, TokenStamp token)
    {
        await EnterAsync(RenewToken);
        var status = Renew(connection, token);
        await AfterAsync(RenewToken);
        return status;
    }

    public async Task<TokenRevocationResult> RevokeTokensAsync(TokenRevocation revocation)
    {
        await EnterAsync(RevokeTokens);
        lock (_gate)
        {
            if (IsFullOfRevocations) return new TokenRevocationResult(false, 0);
            _revocations.Add(revocation);
            return new TokenRevocationResult(true, _attached.Count);
        }
    }

    private TokenRenewalStatus Renew(ConnectionId connection, TokenStamp token)
    {
        lock (_gate)
        {
            if (!IsAccepted(token)) return TokenRenewalStatus.Revoked;
            if (!_attached.Contains(connection)) return TokenRenewalStatus.UnknownConnection;
            _renewals.Add(token);
            KnownToken = token;
            return TokenRenewalStatus.Accepted;
        }
    }

    private bool IsAccepted(TokenStamp token) => token.TokenId is null || !RevokedTokens.Contains(token.TokenId);
}
