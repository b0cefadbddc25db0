using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>The claims that a token may have beside those which every token needs. For <c>jti</c> and <c>plan</c> null and empty text count as absent.</summary>
/// <param name="Plan">Its <c>plan</c>; null when it has none.</param>
/// <param name="Stamp">Its <c>iat</c> and <c>jti</c>.</param>
internal sealed record TokenClaims(string? Plan, TokenStamp Stamp)
{
    /// <summary>The longest name of a plan, in UTF-16 code units.</summary>
    public const int MaxPlanLength = 64;

    /// <summary>Reads the claims, or says which one is malformed.</summary>
    /// <param name="payload">All claims.</param>
    /// <param name="latest">What <c>iat</c> may be at most: a token from the future could not be revoked by a time.</param>
    /// <param name="claims">The claims.</param>
    /// <param name="fault">What is wrong.</param>
    public static bool TryRead(
        JsonElement payload, DateTimeOffset latest, [NotNullWhen(true)] out TokenClaims? claims, [NotNullWhen(false)] out string? fault)
    {
        claims = null;
        fault = ReadText(payload, "jti", TokenRevocation.MaxTokenIdLength, out var tokenId);
        if (fault is not null) return false;
        fault = ReadText(payload, "plan", MaxPlanLength, out var plan);
        if (fault is not null) return false;
        fault = ReadIssuedAt(payload, latest.ToUnixTimeSeconds(), out var issuedAt);
        if (fault is not null) return false;
        claims = new TokenClaims(plan, new TokenStamp(issuedAt, tokenId));
        return true;
    }

    private static string? ReadText(JsonElement payload, string name, int maxLength, out string? value)
    {
        value = null;
        if (!payload.TryGetProperty(name, out var claim) || claim.ValueKind == JsonValueKind.Null) return null;
        if (!JwtText.TryRead(claim, out var text) || text.Length > maxLength) return $"The token's '{name}' must be text of at most {maxLength} characters.";
        value = text.Length == 0 ? null : text;
        return null;
    }

    /// <summary>Unix seconds, which may have a fraction (RFC 7519 section 2).</summary>
    private static string? ReadIssuedAt(JsonElement payload, long latest, out long? value)
    {
        value = null;
        if (!payload.TryGetProperty("iat", out var claim)) return null;
        if (claim.ValueKind != JsonValueKind.Number || !claim.TryGetDouble(out var seconds) || !(seconds >= 0))
            return "The token's 'iat' must be a time in Unix seconds.";
        if (Math.Floor(seconds) > latest) return "The token's 'iat' lies in the future.";
        value = (long)seconds;
        return null;
    }
}
