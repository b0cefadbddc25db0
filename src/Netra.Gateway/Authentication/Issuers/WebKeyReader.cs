using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Netra.Gateway;

/// <summary>
/// Makes keys of JSON Web Keys (RFC 7517, RFC 7518 section 6). Symmetric keys, keys for encryption, and keys that are too weak are none.
/// </summary>
internal static class WebKeyReader
{
    private const string Signature = "sig";
    private const string Verify = "verify";

    /// <summary>The key once for each of these algorithms that it is for; none when it can't be used.</summary>
    public static IEnumerable<WebKey> Read(JsonElement json, IReadOnlyCollection<string> algorithms)
    {
        if (json.ValueKind != JsonValueKind.Object || !TryParse(json, out var key)) return [];
        if (!string.IsNullOrEmpty(key.Use) && key.Use != Signature) return [];
        if (key.KeyOps.Count > 0 && !key.KeyOps.Contains(Verify)) return [];
        IReadOnlyList<string> possible = key.Kty switch
        {
            "RSA" => ["RS256", "PS256"],
            "EC" when key.Crv == "P-256" => ["ES256"],
            _ => [],
        };
        var usable = possible.Where(algorithm => algorithms.Contains(algorithm) && (string.IsNullOrEmpty(key.Alg) || key.Alg == algorithm)).ToList();
        if (usable.Count == 0 || !TryCreate(key, out var made)) return [];
        var keyId = string.IsNullOrEmpty(key.Kid) ? null : key.Kid;
        return usable.Select(algorithm => new WebKey(keyId, algorithm, made));
    }

    /// <summary>One key that is no key leaves the others what they are.</summary>
    private static bool TryParse(JsonElement json, out JsonWebKey key)
    {
        try
        {
            key = new JsonWebKey(json.GetRawText());
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException or InvalidOperationException)
        {
            key = new JsonWebKey();
            return false;
        }
    }

    private static bool TryCreate(JsonWebKey key, out SecurityKey made)
    {
        made = key;
        try
        {
            made = key.Kty == "RSA" ? new RsaSecurityKey(CreateRsa(key)) : new ECDsaSecurityKey(CreateEcdsa(key));
            return true;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    private static RSA CreateRsa(JsonWebKey key)
    {
        var rsa = RSA.Create(new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(key.N), Exponent = Base64UrlEncoder.DecodeBytes(key.E) });
        if (rsa.KeySize >= TokenKeys.MinRsaBits) return rsa;
        rsa.Dispose();
        throw new CryptographicException("The RSA key is too small.");
    }

    private static ECDsa CreateEcdsa(JsonWebKey key) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) },
    });
}
