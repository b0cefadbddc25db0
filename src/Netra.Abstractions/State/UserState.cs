namespace Netra.Abstractions;

/// <summary>The state of a user (protocol section 5).</summary>
/// <param name="Version">0 before the first change.</param>
/// <param name="Json">The document, a UTF-8 JSON object. Never written to.</param>
[GenerateSerializer, Alias("netra.user_state"), Immutable]
public sealed record UserState([property: Id(0)] long Version, [property: Id(1)] ReadOnlyMemory<byte> Json);
