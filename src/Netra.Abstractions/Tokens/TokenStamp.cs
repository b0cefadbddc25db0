namespace Netra.Abstractions;

/// <summary>What a token is to the user's grain: enough to know whether it was revoked. Never the token itself.</summary>
/// <param name="IssuedAtS">Its <c>iat</c>, Unix seconds; null when it has none. A ticket's is the second in which it was made.</param>
/// <param name="TokenId">Its <c>jti</c>; null when it has none.</param>
[GenerateSerializer, Alias("netra.token_stamp"), Immutable]
public sealed record TokenStamp([property: Id(0)] long? IssuedAtS, [property: Id(1)] string? TokenId);
