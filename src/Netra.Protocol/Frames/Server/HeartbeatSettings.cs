namespace Netra.Protocol;

/// <summary>When the server asks for a sign of life, and when it gives up (protocol section 4).</summary>
/// <param name="IntervalMs">Without inbound traffic for so long, the server sends <c>ping</c>.</param>
/// <param name="TimeoutMs">So long after the last inbound frame it closes the connection.</param>
public readonly record struct HeartbeatSettings(long IntervalMs, long TimeoutMs);
