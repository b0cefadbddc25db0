using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>Keys of every algorithm that is accepted, and tokens that they sign.</summary>
public sealed class SigningKeys : IDisposable
{
    private const string Secret = "the secret of these tests, 32 bytes or more";

    private readonly RSA _rs = RSA.Create(2048);
    private readonly RSA _ps = RSA.Create(2048);
    private readonly ECDsa _es = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _secret = Secret;

    public SigningKeys(bool isKnown) => _secret = isKnown ? Secret : "another secret that nobody here knows of";

    /// <summary>The public key as it is configured.</summary>
    public string PemOf(string algorithm) => (algorithm switch
    {
        "RS256" => _rs,
        "PS256" => _ps,
        _ => (AsymmetricAlgorithm)_es,
    }).ExportSubjectPublicKeyInfoPem();

    /// <summary>Adds the four keys to a host's settings.</summary>
    public HostSettings AddTo(HostSettings settings)
    {
        string[] algorithms = ["RS256", "PS256", "ES256"];
        for (var i = 0; i < algorithms.Length; i++)
        {
            settings.With($"Netra:Authentication:Keys:{i}:Algorithm", algorithms[i]).With($"Netra:Authentication:Keys:{i}:PublicKeyPem", PemOf(algorithms[i]));
        }

        return settings.With("Netra:Authentication:Keys:3:Algorithm", "HS256").With("Netra:Authentication:Keys:3:Secret", Secret);
    }

    /// <summary>Signs claims with the key of one algorithm.</summary>
    /// <param name="algorithm">The key, and how it signs.</param>
    /// <param name="claims">The claims as JSON.</param>
    /// <param name="named">The <c>alg</c> that the token says; null: the true one.</param>
    public string Sign(string algorithm, string claims, string? named = null)
    {
        var signed = TestToken.Encode($$"""{"alg":"{{named ?? algorithm}}","typ":"JWT"}""") + "." + TestToken.Encode(claims);
        var bytes = Encoding.ASCII.GetBytes(signed);
        return signed + "." + Base64Url.EncodeToString(algorithm switch
        {
            "RS256" => _rs.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "PS256" => _ps.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "ES256" => _es.SignData(bytes, HashAlgorithmName.SHA256),
            "ES256 in DER" => _es.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
            _ => HMACSHA256.HashData(Encoding.UTF8.GetBytes(_secret), bytes),
        });
    }

    public void Dispose()
    {
        _rs.Dispose();
        _ps.Dispose();
        _es.Dispose();
    }
}
