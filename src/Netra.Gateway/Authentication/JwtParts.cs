using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Netra.Gateway;

/// <summary>What a JWT says, before anything of it is believed.</summary>
/// <param name="Algorithm">Its <c>alg</c>; empty when it has none.</param>
/// <param name="KeyId">Its <c>kid</c>; null when it has none.</param>
/// <param name="IsCritical">Whether it has a <c>crit</c>, which must be understood or refused (RFC 7515 section 4.1.11).</param>
/// <param name="Payload">Its claims.</param>
internal sealed record JwtParts(string Algorithm, string? KeyId, bool IsCritical, JsonElement Payload)
{
    /// <summary>Its <c>iss</c>; null when it has none.</summary>
    public string? Issuer => JwtText.Of(Payload, "iss");

    public static bool TryRead(string token, [NotNullWhen(true)] out JwtParts? jwt)
    {
        jwt = null;
        var parts = token.Split('.');
        if (parts.Length != 3) return false;
        if (!TryDecodeObject(parts[0], out var header) || !TryDecodeObject(parts[1], out var payload) || !IsBase64Url(parts[2])) return false;
        jwt = new JwtParts(JwtText.Of(header, "alg") ?? "", JwtText.Of(header, "kid"), header.TryGetProperty("crit", out _), payload);
        return true;
    }

    /// <summary>Never the claims: they are somebody's.</summary>
    public override string ToString() => "(hidden)";

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
