namespace Netra.Abstractions;

/// <summary>Messages to append, all or none, in this order.</summary>
[GenerateSerializer, Alias("netra.publish_request"), Immutable]
public sealed record PublishRequest([property: Id(0)] NewMessage[] Messages);
