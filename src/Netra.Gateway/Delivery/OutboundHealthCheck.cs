using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Netra.Gateway;

/// <summary>Ready when this gateway gets what is pushed to its connections.</summary>
internal sealed class OutboundHealthCheck(OutboundSubscriber subscriber) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        subscriber.IsSubscribed ? HealthCheckResult.Healthy("subscribed") : HealthCheckResult.Unhealthy("not subscribed to the outbound stream"));
}
