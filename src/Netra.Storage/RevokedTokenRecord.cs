namespace Netra.Storage;

/// <summary>A token that is refused.</summary>
/// <param name="TokenId">Its <c>jti</c>: 1 to 128 UTF-16 code units.</param>
/// <param name="ExpiresAtMs">When it has expired anyway, Unix milliseconds; <see cref="long.MaxValue"/> when that is not known.</param>
public readonly record struct RevokedTokenRecord(string TokenId, long ExpiresAtMs);
