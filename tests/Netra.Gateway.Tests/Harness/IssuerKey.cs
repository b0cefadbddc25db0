using System.Security.Cryptography;
using System.Text;

namespace Netra.Gateway.Tests;

/// <summary>A key pair of an issuer, with its JSON Web Key and tokens that are signed with it.</summary>
internal sealed class IssuerKey
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;

    private IssuerKey(string keyId, RSA? rsa, ECDsa? ecdsa) => (KeyId, _rsa, _ecdsa) = (keyId, rsa, ecdsa);

    public string KeyId { get; }

    public static IssuerKey Ec(string keyId, ECCurve? curve = null) => new(keyId, null, ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP256));

    public static IssuerKey Rsa(string keyId, int bits = 2048) => new(keyId, RSA.Create(bits), null);

    /// <summary>The public key as the issuer publishes it.</summary>
    /// <param name="more">Further members, such as <c>,"use":"sig"</c>.</param>
    /// <param name="withKeyId">Whether it has a <c>kid</c>.</param>
    public string Jwk(string more = "", bool withKeyId = true)
    {
        var kid = withKeyId ? $",\"kid\":\"{KeyId}\"" : "";
        if (_rsa is not null)
        {
            var rsa = _rsa.ExportParameters(includePrivateParameters: false);
            return $$"""{"kty":"RSA","n":"{{TestTokens.Encode(rsa.Modulus!)}}","e":"{{TestTokens.Encode(rsa.Exponent!)}}"{{kid}}{{more}}}""";
        }

        var ec = _ecdsa!.ExportParameters(includePrivateParameters: false);
        var curve = $"P-{_ecdsa.KeySize}";
        return $$"""{"kty":"EC","crv":"{{curve}}","x":"{{TestTokens.Encode(ec.Q.X!)}}","y":"{{TestTokens.Encode(ec.Q.Y!)}}"{{kid}}{{more}}}""";
    }

    public string Sign(string payload, string? algorithm = null, string? keyId = null, bool withKeyId = true)
    {
        algorithm ??= _rsa is null ? "ES256" : "RS256";
        var kid = withKeyId ? $",\"kid\":\"{keyId ?? KeyId}\"" : "";
        return TestTokens.Sign($$"""{"alg":"{{algorithm}}"{{kid}}}""", payload, data => algorithm switch
        {
            "RS256" => _rsa!.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "PS256" => _rsa!.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "HS256" => HMACSHA256.HashData(PublicBytes(), data),
            _ => _ecdsa!.SignData(data, HashAlgorithmName.SHA256),
        });
    }

    /// <summary>What an attacker would key an HMAC with.</summary>
    private byte[] PublicBytes() => Encoding.UTF8.GetBytes((_rsa?.ExportSubjectPublicKeyInfoPem() ?? _ecdsa!.ExportSubjectPublicKeyInfoPem())!);
}
