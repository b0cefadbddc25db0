namespace Netra.Abstractions;

/// <summary>A message of a client.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">The sender's id for it, the idempotency key; null without one.</param>
/// <param name="Payload">A JSON object in UTF-8.</param>
/// <param name="ReceivedAtMs">When the user's grain took it, Unix milliseconds.</param>
public sealed record InboundMessage(string Type, string? Id, ReadOnlyMemory<byte> Payload, long ReceivedAtMs);
