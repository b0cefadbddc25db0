namespace Netra.Abstractions;

/// <summary>Messages of a publisher, all or none, in this order.</summary>
[GenerateSerializer, Alias("netra.publish_request"), Immutable]
public sealed record PublishRequest([property: Id(0)] NewMessage[] Messages)
{
    /// <summary>Whose ids the messages carry.</summary>
    [Id(1)]
    public PublishOrigin Origin { get; init; } = PublishOrigin.Publisher;
}
