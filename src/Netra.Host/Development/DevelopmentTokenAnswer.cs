namespace Netra.Host;

/// <summary>A token, and when it expires in Unix milliseconds.</summary>
internal sealed record DevelopmentTokenAnswer(string Token, long ExpiresAt);
