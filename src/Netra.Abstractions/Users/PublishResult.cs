namespace Netra.Abstractions;

/// <summary>What became of published messages, in their order.</summary>
[GenerateSerializer, Alias("netra.publish_result"), Immutable]
public sealed record PublishResult([property: Id(0)] PublishedMessage[] Messages);
