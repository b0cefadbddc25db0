namespace Netra.Abstractions;

/// <summary>Who sent a message.</summary>
/// <param name="Kind">What kind of sender.</param>
/// <param name="Name">Its name, as the kind says; null without one.</param>
[GenerateSerializer, Alias("netra.message_origin"), Immutable]
public readonly record struct MessageOrigin([property: Id(0)] MessageOriginKind Kind, [property: Id(1)] string? Name = null);
