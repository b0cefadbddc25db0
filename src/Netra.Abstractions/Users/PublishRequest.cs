namespace Netra.Abstractions;

/// <summary>Messages of a publisher, all or none, in this order.</summary>
[GenerateSerializer, Alias("netra.publish_request"), Immutable]
public sealed record PublishRequest([property: Id(0)] NewMessage[] Messages)
{
    /// <summary>Whose ids the messages carry.</summary>
    [Id(1)]
    public PublishOrigin Origin { get; init; } = PublishOrigin.Publisher;

    /// <summary>Who publishes, for who asks later: the name of the API key, or the user whose outbox it is; null without a name.</summary>
    [Id(2)]
    public string? By { get; init; }

    /// <summary>The trace that it is a part of; null where none is recorded.</summary>
    [Id(3)]
    public TraceContext? Trace { get; init; }
}
