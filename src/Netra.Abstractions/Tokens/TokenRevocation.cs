namespace Netra.Abstractions;

/// <summary>Which tokens of a user are refused from now on.</summary>
/// <param name="TokenId">The <c>jti</c> of the one token that is; null for every token whose <c>iat</c> is not after the second of the call, or missing.</param>
/// <param name="ExpiresAtMs">When that one token expires, Unix milliseconds: it need not be remembered longer. Null: it is remembered for good.</param>
[GenerateSerializer, Alias("netra.token_revocation"), Immutable]
public sealed record TokenRevocation([property: Id(0)] string? TokenId = null, [property: Id(1)] long? ExpiresAtMs = null)
{
    /// <summary>The longest <see cref="TokenId"/>, in UTF-16 code units.</summary>
    public const int MaxTokenIdLength = 128;
}
