using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Netra.Gateway;

/// <summary>Makes keys of their options. Each key is tied to its one algorithm, so that no HMAC is ever keyed with a public key.</summary>
internal static class TokenKeys
{
    /// <summary>The smallest RSA key, in bits (RFC 7518 sections 3.3 and 3.5).</summary>
    public const int MinRsaBits = 2048;

    /// <summary>The shortest secret of HS256, in bytes (RFC 7518 section 3.2).</summary>
    private const int MinSecretBytes = 32;

    /// <summary>The curve of ES256, which is not the only one of its size.</summary>
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>What is wrong with a key's options; null when nothing is.</summary>
    public static string? FaultOf(TokenKeyOptions options) => options.Algorithm switch
    {
        "HS256" when options.PublicKeyPem is not null => "HS256 takes a Secret, not a PublicKeyPem",
        "HS256" when Encoding.UTF8.GetByteCount(options.Secret ?? "") < MinSecretBytes => $"Secret must have at least {MinSecretBytes} bytes",
        "HS256" => null,
        "RS256" or "PS256" or "ES256" when options.Secret is not null => $"{options.Algorithm} takes a PublicKeyPem, not a Secret",
        "RS256" or "PS256" => IsKey(() => ReadRsa(options)) ? null : $"PublicKeyPem is no RSA public key of at least {MinRsaBits} bits",
        "ES256" => IsKey(() => ReadEcdsa(options)) ? null : "PublicKeyPem is no P-256 public key",
        _ => "Algorithm must be HS256, RS256, PS256 or ES256",
    };

    public static SecurityKey Create(TokenKeyOptions options)
    {
        SecurityKey key = options.Algorithm switch
        {
            "HS256" => new SymmetricSecurityKey(Encoding.UTF8.GetBytes(options.Secret!)),
            "ES256" => new ECDsaSecurityKey(ReadEcdsa(options)),
            _ => new RsaSecurityKey(ReadRsa(options)),
        };
        key.KeyId = options.KeyId;
        return key;
    }

    private static bool IsKey(Func<AsymmetricAlgorithm> read)
    {
        try
        {
            using var key = read();
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    private static RSA ReadRsa(TokenKeyOptions options)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(options.PublicKeyPem);
        if (rsa.KeySize < MinRsaBits) throw new CryptographicException("The RSA key is too small.");
        return rsa;
    }

    private static ECDsa ReadEcdsa(TokenKeyOptions options)
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(options.PublicKeyPem);
        if (ecdsa.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != P256) throw new CryptographicException("ES256 takes a P-256 key.");
        return ecdsa;
    }
}
