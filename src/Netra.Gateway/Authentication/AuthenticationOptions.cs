namespace Netra.Gateway;

/// <summary>Which tokens are accepted (protocol section 8).</summary>
public sealed class AuthenticationOptions
{
    /// <summary>The keys. A token is accepted when one of them verifies it with that key's own algorithm.</summary>
    public IList<TokenKeyOptions> Keys { get; init; } = [];

    /// <summary>The <c>iss</c> that tokens must have; null: not checked.</summary>
    public string? Issuer { get; set; }

    /// <summary>An <c>aud</c> that tokens must have; null: not checked.</summary>
    public string? Audience { get; set; }

    /// <summary>How far clocks may differ when a token is checked; 30 seconds at most.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);
}
