using System.Buffers.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Checks access tokens (protocol section 8; RFC 7519).</summary>
internal sealed class TokenValidator
{
    /// <summary>The longest token that is looked at, in characters. A URL is cut near there anyway.</summary>
    private const int MaxTokenLength = 16 * 1024;

    /// <summary>What a ticket begins with.</summary>
    private const string TicketPrefix = "tk_";

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly List<TokenValidationParameters> _parameters;
    private readonly TimeProvider _time;
    private readonly TimeSpan _clockSkew;

    public TokenValidator(IOptions<AuthenticationOptions> options, TimeProvider time)
    {
        _time = time;
        _clockSkew = options.Value.ClockSkew;
        // One set for each algorithm, so that a key only ever meets its own.
        _parameters = [.. options.Value.Keys.GroupBy(key => key.Algorithm).Select(group => ParametersFor(options.Value, group))];
    }

    /// <summary>Checks a token as it came from a client.</summary>
    public async ValueTask<TokenResult> ValidateAsync(string token)
    {
        if (token.StartsWith(TicketPrefix, StringComparison.Ordinal))
            return TokenResult.Refuse(ErrorCodes.TokenInvalid, "The ticket is not known.");
        if (token.Length > MaxTokenLength || !TryReadHeader(token, out var algorithm, out var isCritical))
            return TokenResult.Refuse(ErrorCodes.TokenMalformed, "The token is not a JWT: three base64url parts with dots between.");
        var parameters = _parameters.Find(candidate => candidate.ValidAlgorithms.Contains(algorithm));
        if (parameters is null)
            return TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token's algorithm is not accepted.");

        if (isCritical)
            return TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token's 'crit' names extensions that are not known here.");

        var result = await _handler.ValidateTokenAsync(token, parameters);
        return result.IsValid ? Accept((JsonWebToken)result.SecurityToken) : Refuse(result.Exception);
    }

    private TokenResult Accept(JsonWebToken token)
    {
        if (!UserId.TryParse(token.Subject, out var user))
            return TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token's 'sub' is no user id of 1 to 128 characters.");
        var expiresAt = new DateTimeOffset(token.ValidTo);
        // A token within the skew was let in; it does not stay longer than the skew.
        if (expiresAt <= _time.GetUtcNow()) expiresAt += _clockSkew;
        token.TryGetPayloadValue<string>("plan", out var plan);
        token.TryGetPayloadValue<long?>(JwtRegisteredClaimNames.Iat, out var issuedAt);
        return TokenResult.Accept(new Access(
            user, expiresAt.ToUnixTimeMilliseconds(), plan, new TokenStamp(issuedAt, string.IsNullOrEmpty(token.Id) ? null : token.Id)));
    }

    private static TokenResult Refuse(Exception exception) => exception switch
    {
        SecurityTokenExpiredException => TokenResult.Refuse(ErrorCodes.TokenExpired, "The token has expired."),
        SecurityTokenNotYetValidException => TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token is not valid yet."),
        SecurityTokenNoExpirationException => TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token has no 'exp'."),
        SecurityTokenInvalidAudienceException => TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token is for another audience."),
        SecurityTokenInvalidIssuerException => TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token is of another issuer."),
        _ => TokenResult.Refuse(ErrorCodes.TokenInvalid, "The token's signature is not valid."),
    };

    private TokenValidationParameters ParametersFor(AuthenticationOptions options, IGrouping<string, TokenKeyOptions> keys) => new()
    {
        ValidAlgorithms = [keys.Key],
        IssuerSigningKeys = [.. keys.Select(TokenKeys.Create)],
        TryAllIssuerSigningKeys = true,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidateIssuer = options.Issuer is not null,
        ValidIssuer = options.Issuer,
        ValidateAudience = options.Audience is not null,
        ValidAudience = options.Audience,
        ClockSkew = options.ClockSkew,
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

    /// <param name="token">The token.</param>
    /// <param name="algorithm">Its <c>alg</c>; empty when it has none.</param>
    /// <param name="isCritical">Whether it has a <c>crit</c>, which must be understood or refused (RFC 7515 section 4.1.11).</param>
    private static bool TryReadHeader(string token, out string algorithm, out bool isCritical)
    {
        algorithm = "";
        isCritical = false;
        var parts = token.Split('.');
        if (parts.Length != 3) return false;
        if (!TryDecodeObject(parts[0], out var header) || !TryDecodeObject(parts[1], out _) || !IsBase64Url(parts[2])) return false;
        isCritical = header.TryGetProperty("crit", out _);
        algorithm = header.TryGetProperty("alg", out var alg) && alg.ValueKind == JsonValueKind.String ? alg.GetString()! : "";
        return true;
    }

    /// <summary>Padding and white space are base64url for some; a JWT has neither (RFC 7515 section 2).</summary>
    private static bool IsBase64Url(string part) => Base64Url.IsValid(part) && !part.AsSpan().ContainsAny("= \t\r\n");

    private static bool TryDecodeObject(string part, out JsonElement element)
    {
        element = default;
        if (part.Length == 0 || !IsBase64Url(part)) return false;
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
            element = document.RootElement.Clone();
            return element.ValueKind == JsonValueKind.Object;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return false;
        }
    }
}
