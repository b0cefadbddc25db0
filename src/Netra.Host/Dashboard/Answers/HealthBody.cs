namespace Netra.Host;

/// <summary>What a health check said: <c>ok</c>, <c>degraded</c> or <c>unhealthy</c>.</summary>
internal sealed record HealthBody(string Name, string Status, string Description);
