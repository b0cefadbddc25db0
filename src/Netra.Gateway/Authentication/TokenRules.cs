using Microsoft.IdentityModel.Tokens;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>What the library is asked to check of a token, and what its answers mean.</summary>
internal sealed class TokenRules
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _clockSkew;
    private readonly List<TokenValidationParameters> _configured;

    public TokenRules(AuthenticationOptions options, TimeProvider time)
    {
        _time = time;
        _clockSkew = options.ClockSkew;
        // One set for each algorithm, so that a key only ever meets its own.
        _configured =
        [
            .. options.Keys
                .GroupBy(key => key.Algorithm)
                .Select(keys => Create(keys.Key, keys.Select(TokenKeys.Create), options.Issuer, options.Audience)),
        ];
    }

    /// <summary>The rules for a token that is verified with a key of the configuration; null when no key there has the algorithm.</summary>
    public TokenValidationParameters? WithConfiguredKeys(string algorithm) => _configured.Find(candidate => candidate.ValidAlgorithms.Contains(algorithm));

    /// <summary>The rules for a token of an issuer whose keys are fetched.</summary>
    public TokenValidationParameters WithKeysOf(TokenIssuer issuer, string algorithm, IEnumerable<WebKey> keys) =>
        Create(algorithm, keys.Select(key => key.Key), issuer.Name, issuer.Audience);

    /// <summary>Whether a refusal leaves open that another key verifies the token.</summary>
    public static bool IsAboutTheSignature(Exception exception) => exception is SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException;

    public static TokenResult Refuse(Exception exception) => exception switch
    {
        SecurityTokenExpiredException => TokenResult.Refuse(ErrorCodes.TokenExpired, "The token has expired."),
        SecurityTokenNotYetValidException => TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token is not valid yet."),
        SecurityTokenNoExpirationException => TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token has no 'exp'."),
        SecurityTokenInvalidAudienceException => TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token is for another audience."),
        SecurityTokenInvalidIssuerException => TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token is of another issuer."),
        _ => TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token's signature is not valid."),
    };

    private TokenValidationParameters Create(string algorithm, IEnumerable<SecurityKey> keys, string? issuer, string? audience) => new()
    {
        ValidAlgorithms = [algorithm],
        IssuerSigningKeys = [.. keys],
        TryAllIssuerSigningKeys = true,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidateIssuer = issuer is not null,
        ValidIssuer = issuer,
        ValidateAudience = audience is not null,
        ValidAudience = audience,
        ClockSkew = _clockSkew,
        LifetimeValidator = CheckLifetime,
    };

    /// <summary>The library's own check reads the system clock.</summary>
    private bool CheckLifetime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        if (expires is null) throw new SecurityTokenNoExpirationException("No exp.");
        // The skew goes to this side: an 'exp' far away is right, and has no time after it.
        if (now - _clockSkew >= expires) throw new SecurityTokenExpiredException("Expired.");
        if (now + _clockSkew < notBefore) throw new SecurityTokenNotYetValidException("Not valid yet.");
        return true;
    }
}
