namespace Netra.Gateway;

/// <summary>Which tokens to revoke. Describes the body for the OpenAPI document.</summary>
internal sealed record RevocationRequestBody
{
    /// <summary>The <c>jti</c> of one token, 1 to 128 characters; absent: every token that the user has got up to now.</summary>
    public string? Jti { get; init; }

    /// <summary>When that token expires, Unix milliseconds; it need not be remembered longer. Absent: it is remembered for good.</summary>
    public long? ExpiresAt { get; init; }
}
