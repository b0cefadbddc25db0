namespace Netra.Abstractions;

/// <summary>What one health check of a process said.</summary>
/// <param name="Name">The check.</param>
/// <param name="Status"><c>ok</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Description">In words.</param>
[GenerateSerializer, Alias("netra.health_entry"), Immutable]
public sealed record HealthEntry([property: Id(0)] string Name, [property: Id(1)] string Status, [property: Id(2)] string Description);
