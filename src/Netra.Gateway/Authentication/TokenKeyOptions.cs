namespace Netra.Gateway;

/// <summary>A key that tokens may be signed with. Exactly one of <see cref="Secret"/> and <see cref="PublicKeyPem"/> is set.</summary>
public sealed class TokenKeyOptions
{
    /// <summary><c>HS256</c> with <see cref="Secret"/>; <c>RS256</c>, <c>PS256</c> or <c>ES256</c> with <see cref="PublicKeyPem"/>.</summary>
    public string Algorithm { get; set; } = "";

    /// <summary>The <c>kid</c> of tokens signed with it, where they have one.</summary>
    public string? KeyId { get; set; }

    /// <summary>The shared secret of HS256: 32 bytes of UTF-8 at least (RFC 7518 section 3.2).</summary>
    public string? Secret { get; set; }

    /// <summary>The public key in PEM (SubjectPublicKeyInfo).</summary>
    public string? PublicKeyPem { get; set; }
}
