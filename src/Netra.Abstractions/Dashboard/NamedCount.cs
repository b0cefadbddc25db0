namespace Netra.Abstractions;

/// <summary>How often something happened.</summary>
/// <param name="Name">What.</param>
/// <param name="Count">How often.</param>
[GenerateSerializer, Alias("netra.named_count"), Immutable]
public readonly record struct NamedCount([property: Id(0)] string Name, [property: Id(1)] long Count);
