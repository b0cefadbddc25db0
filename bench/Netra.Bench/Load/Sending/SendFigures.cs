namespace Netra.Bench;

/// <summary>What was sent in one stretch.</summary>
/// <param name="StartedAt">When it began, by the clock of this process.</param>
/// <param name="EndedAt">When the last was due at the latest.</param>
/// <param name="Sent">Messages.</param>
/// <param name="Refused">Those of them that the server did not accept.</param>
/// <param name="Unsent">Messages that fell due and could not be sent before the end, since the server did not answer in time.</param>
/// <param name="Late">How long the unsent had waited at the end.</param>
/// <param name="AllocatedBytes">What the sender's thread allocated meanwhile.</param>
/// <param name="Refusal">What the server said to the first refused one.</param>
internal sealed record SendFigures(long StartedAt, long EndedAt, long Sent, long Refused, long Unsent, Latencies Late, long AllocatedBytes, string? Refusal)
{
    public long Accepted => Sent - Refused;
}
