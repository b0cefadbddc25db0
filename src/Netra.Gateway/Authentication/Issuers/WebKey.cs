using Microsoft.IdentityModel.Tokens;

namespace Netra.Gateway;

/// <summary>A key of an issuer, for one algorithm.</summary>
/// <param name="KeyId">Its <c>kid</c>; null when it has none.</param>
/// <param name="Algorithm">What it verifies; nothing else is ever tried with it.</param>
/// <param name="Key">The public key.</param>
internal sealed record WebKey(string? KeyId, string Algorithm, SecurityKey Key);
