using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

internal sealed partial class UserGrain
{
    public Task<int> DisconnectAsync(DisconnectRequest request) => throw new NotSupportedException();

    public Task<bool> AcceptsTokenAsync(TokenStamp token) => throw new NotSupportedException();

    public Task<TokenRenewalStatus> RenewTokenAsync(ConnectionId connection, TokenStamp token) => throw new NotSupportedException();

    public Task<TokenRevocationResult> RevokeTokensAsync(TokenRevocation revocation) => throw new NotSupportedException();
}
