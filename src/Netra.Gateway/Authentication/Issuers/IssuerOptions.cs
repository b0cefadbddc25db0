namespace Netra.Gateway;

/// <summary>An issuer of tokens whose keys are fetched, and fetched again as they change.</summary>
public sealed class IssuerOptions
{
    /// <summary>The <c>iss</c> of its tokens, which chooses it. Null: the same as <see cref="Authority"/>.</summary>
    public string? Issuer { get; set; }

    /// <summary>
    /// The address whose <c>/.well-known/openid-configuration</c> says where the keys are (OpenID Connect Discovery 1.0). Its <c>issuer</c> has to be
    /// <see cref="Issuer"/>. Exactly one of this and <see cref="JwksUrl"/> is set.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>The address of the keys themselves, a JSON Web Key Set (RFC 7517 section 5).</summary>
    public string? JwksUrl { get; set; }

    /// <summary>An <c>aud</c> that its tokens must have; null: not checked.</summary>
    public string? Audience { get; set; }

    /// <summary>Which of <c>RS256</c>, <c>ES256</c> and <c>PS256</c> are accepted; empty: all three.</summary>
    public IList<string> Algorithms { get; init; } = [];

    /// <summary>How often the keys are fetched.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often tokens with unknown keys may cause a fetch at most; also the longest wait before a failed fetch is tried again.</summary>
    public TimeSpan MinRefreshInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a fetch may take in all.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many tokens may wait for a fetch at once. Those beyond it are <c>unavailable</c> (503).</summary>
    public int MaxWaiting { get; set; } = 4096;

    /// <summary>How large a fetched document may be.</summary>
    public int MaxDocumentBytes { get; set; } = 256 * 1024;

    /// <summary>Whether addresses may begin with <c>http://</c>. Whoever can change what comes over such a connection can make tokens: for development only.</summary>
    public bool AllowHttp { get; set; }
}
