using Netra.Abstractions;

namespace Netra.Streaming;

/// <summary>What one silo sends to one gateway in one call. Grouped by user; a user's pushes are in order.</summary>
[GenerateSerializer, Alias("netra.push_batch"), Immutable]
public sealed record PushBatch([property: Id(0)] UserPush[] Pushes);
