using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Netra.Host;

/// <summary>Ready when this process is an active member of its cluster and is not shutting down.</summary>
internal sealed class ClusterHealthCheck(ISiloStatusOracle membership, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = membership.CurrentStatus;
        var members = membership.GetApproximateSiloStatuses(onlyActive: true).Count;
        var data = new Dictionary<string, object> { ["status"] = status.ToString(), ["members"] = members };
        if (lifetime.ApplicationStopping.IsCancellationRequested) return Task.FromResult(HealthCheckResult.Unhealthy("draining", data: data));
        return Task.FromResult(status == SiloStatus.Active
            ? HealthCheckResult.Healthy("member of the cluster", data)
            : HealthCheckResult.Unhealthy($"not an active member of the cluster: {status}", data: data));
    }
}
