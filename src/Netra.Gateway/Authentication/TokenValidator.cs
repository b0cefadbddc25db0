using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Checks access tokens and tickets (protocol section 8; RFC 7519).</summary>
internal sealed class TokenValidator(IOptions<AuthenticationOptions> options, TokenIssuers issuers, TicketDesk tickets, TimeProvider time)
{
    /// <summary>The longest token that is looked at, in characters. A URL is cut near there anyway.</summary>
    private const int MaxTokenLength = 16 * 1024;

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TokenRules _rules = new(options.Value, time);

    /// <summary>Checks a token as <see cref="ValidateAsync"/> does, but leaves a ticket as it is.</summary>
    public async ValueTask<TokenResult> LookAsync(string token) =>
        TicketText.IsMeant(token) ? await tickets.LookAsync(token) : await ValidateAsync(token);

    /// <summary>Checks a token as it came from a client. A ticket is used up by this.</summary>
    public async ValueTask<TokenResult> ValidateAsync(string token)
    {
        if (TicketText.IsMeant(token)) return await tickets.RedeemAsync(token);
        if (token.Length > MaxTokenLength || !JwtParts.TryRead(token, out var jwt))
            return TokenResult.Refuse(ErrorCodes.TokenMalformed, "The token is not a JWT: three base64url parts with dots between.");
        if (jwt.IsCritical)
            return TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token's 'crit' names extensions that are not known here.");
        // Said before the signature is checked: nothing here is a secret, and the library would say less.
        if (!TokenClaims.TryRead(jwt.Payload, time.GetUtcNow() + options.Value.ClockSkew, out var claims, out var fault))
            return TokenResult.Refuse(ErrorCodes.TokenInvalid, fault);
        return issuers.Find(jwt.Issuer) is { } issuer
            ? await CheckAsync(token, jwt, claims, issuer)
            : await CheckAsync(token, claims, _rules.WithConfiguredKeys(jwt.Algorithm));
    }

    private async ValueTask<TokenResult> CheckAsync(string token, TokenClaims claims, TokenValidationParameters? parameters)
    {
        if (parameters is null) return WrongAlgorithm();
        var result = await _handler.ValidateTokenAsync(token, parameters);
        return result.IsValid ? Accept((JsonWebToken)result.SecurityToken, claims) : TokenRules.Refuse(result.Exception);
    }

    private async ValueTask<TokenResult> CheckAsync(string token, JwtParts jwt, TokenClaims claims, TokenIssuer issuer)
    {
        if (!issuer.Algorithms.Contains(jwt.Algorithm)) return WrongAlgorithm();
        if (await issuer.GetKeysAsync() is not { } keys) return Unreachable();
        var result = await TryAsync(keys);
        if (result is not null) return result;
        if (await issuer.RefreshAsync(keys) is not { } newer) return Unreachable();
        if (newer != keys) result = await TryAsync(newer);
        if (result is not null) return result;
        // Which keys the issuer has now nobody knows, so the token may be good.
        return issuer.IsFailing ? Unreachable() : TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token is not signed with a key of its issuer.");

        // Null when the issuer has no such key: it may be a new one.
        async ValueTask<TokenResult?> TryAsync(IssuerKeySet set)
        {
            var candidates = set.Find(jwt.Algorithm, jwt.KeyId);
            if (candidates.Count == 0) return null;
            var checkedToken = await _handler.ValidateTokenAsync(token, _rules.WithKeysOf(issuer, jwt.Algorithm, candidates));
            if (checkedToken.IsValid) return Accept((JsonWebToken)checkedToken.SecurityToken, claims);
            return TokenRules.IsAboutTheSignature(checkedToken.Exception) && !candidates.Any(key => key.KeyId is not null && key.KeyId == jwt.KeyId)
                ? null
                : TokenRules.Refuse(checkedToken.Exception);
        }
    }

    private TokenResult Accept(JsonWebToken token, TokenClaims claims)
    {
        if (!UserId.TryParse(token.Subject, out var user))
            return TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token's 'sub' is no user id of 1 to 128 characters.");
        var expiresAt = new DateTimeOffset(token.ValidTo);
        // A token within the skew was let in; it does not stay longer than the skew.
        if (expiresAt <= time.GetUtcNow()) expiresAt += options.Value.ClockSkew;
        return TokenResult.Accept(new Access(user, expiresAt.ToUnixTimeMilliseconds(), claims.Plan, claims.Stamp));
    }

    private static TokenResult WrongAlgorithm() => TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token's algorithm is not accepted.");

    private static TokenResult Unreachable() => TokenResult.Refuse(ErrorCodes.Unavailable, "The keys of the token's issuer can't be reached now.");
}
