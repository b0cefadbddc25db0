namespace Netra.Gateway;

/// <summary>When the server pings, and when it gives up. Milliseconds.</summary>
internal sealed record HeartbeatBody(long IntervalMs, long TimeoutMs);
