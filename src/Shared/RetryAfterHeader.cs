namespace Netra;

/// <summary>Reads <c>Retry-After</c> (RFC 9110 section 10.2.3). Compiled into each project that calls others over HTTP.</summary>
internal static class RetryAfterHeader
{
    /// <summary>How long the one who answered asks to be left alone; null when the answer does not say.</summary>
    public static TimeSpan? Of(HttpResponseMessage? response, TimeProvider time)
    {
        var header = response?.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
