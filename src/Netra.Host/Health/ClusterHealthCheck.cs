using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Netra.Host;

/// <summary>Ready when this process is an active member of its cluster and is not shutting down.</summary>
internal sealed class ClusterHealthCheck(ISiloStatusOracle membership, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return Task.FromResult(HealthCheckResult.Unhealthy("draining"));
        var status = membership.CurrentStatus;
        return Task.FromResult(status == SiloStatus.Active
            ? HealthCheckResult.Healthy("member of the cluster")
            : HealthCheckResult.Unhealthy($"not an active member of the cluster: {status}"));
    }
}
