using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>A message without its payload.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Priority">How much it matters.</param>
/// <param name="ExpiresAtMs">From when on it is not delivered any more, Unix milliseconds; null without an end, and of a dead letter.</param>
[GenerateSerializer, Alias("netra.message_outline"), Immutable]
public sealed record MessageOutline(
    [property: Id(0)] string Id, [property: Id(1)] string Type, [property: Id(2)] MessagePriority Priority, [property: Id(3)] long? ExpiresAtMs);
