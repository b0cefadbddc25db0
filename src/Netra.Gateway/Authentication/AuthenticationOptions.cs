namespace Netra.Gateway;

/// <summary>Which tokens are accepted (protocol section 8).</summary>
public sealed class AuthenticationOptions
{
    /// <summary>The keys. A token is accepted when one of them verifies it with that key's own algorithm.</summary>
    public IList<TokenKeyOptions> Keys { get; init; } = [];

    /// <summary>Issuers whose keys are fetched. Their tokens are verified with their own keys alone, all others with <see cref="Keys"/>.</summary>
    public IList<IssuerOptions> Issuers { get; init; } = [];

    /// <summary>The <c>iss</c> that tokens must have which are verified with <see cref="Keys"/>; null: not checked.</summary>
    public string? Issuer { get; set; }

    /// <summary>An <c>aud</c> that tokens must have which are verified with <see cref="Keys"/>; null: not checked.</summary>
    public string? Audience { get; set; }

    /// <summary>How far clocks may differ when a token is checked; 30 seconds at most.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a ticket can be used; an hour at most.</summary>
    public TimeSpan TicketLifetime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection with a ticket lasts unless <c>auth</c> renews it; 30 days at most.</summary>
    public TimeSpan TicketSession { get; set; } = TimeSpan.FromHours(1);
}
