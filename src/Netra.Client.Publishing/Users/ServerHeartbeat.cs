namespace Netra.Client.Publishing;

/// <summary>When the server asks a silent client for a sign of life, and when it gives it up.</summary>
/// <param name="IntervalMs">Milliseconds of silence until it asks.</param>
/// <param name="TimeoutMs">Milliseconds of silence until it closes the connection.</param>
public sealed record ServerHeartbeat(long IntervalMs, long TimeoutMs);
