namespace Netra.Client.Publishing;

/// <summary>Reads <c>Retry-After</c> (RFC 9110 section 10.2.3).</summary>
internal static class RetryAfterHeader
{
    /// <summary>How long to wait; null when the answer does not say.</summary>
    public static TimeSpan? Of(HttpResponseMessage? response, TimeProvider time)
    {
        if (response?.Headers.RetryAfter is not { } header) return null;
        var wait = header.Delta ?? header.Date - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
