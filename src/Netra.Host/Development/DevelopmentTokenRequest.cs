namespace Netra.Host;

/// <summary>Whose token, and for how many seconds.</summary>
internal sealed record DevelopmentTokenRequest(string? UserId, string? Plan, int? ExpiresInS);
