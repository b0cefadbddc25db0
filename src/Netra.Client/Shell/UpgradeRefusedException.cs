namespace Netra.Client;

/// <summary>The server answered an upgrade by HTTP.</summary>
internal sealed class UpgradeRefusedException(int status, long? retryAfterMs, Exception inner) : Exception($"HTTP {status}", inner)
{
    public int Status => status;

    /// <summary>Its <c>Retry-After</c>, in milliseconds; null without one.</summary>
    public long? RetryAfterMs => retryAfterMs;
}
