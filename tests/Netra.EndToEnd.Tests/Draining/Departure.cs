namespace Netra.EndToEnd.Tests;

/// <summary>How a gateway let a client go. Times are Unix milliseconds.</summary>
/// <param name="AskedMs">When the gateway asked, by its own clock.</param>
/// <param name="AfterMs">After how long the client was to come back.</param>
internal sealed record Departure(long AskedMs, long AfterMs)
{
    /// <summary>When the gateway was to close the connection.</summary>
    public long LetGoMs => AskedMs + AfterMs;

    /// <summary>When the close frame came; null while it has not.</summary>
    public long? ClosedMs { get; init; }

    public int? CloseCode { get; init; }

    /// <summary>When the client was established elsewhere.</summary>
    public long? BackMs { get; init; }
}
