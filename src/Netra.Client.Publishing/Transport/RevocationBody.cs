namespace Netra.Client.Publishing;

internal sealed record RevocationBody(string Jti, DateTimeOffset? ExpiresAt);
