using Microsoft.Extensions.Diagnostics.HealthChecks;
using Netra.Abstractions;

namespace Netra.Host;

/// <summary>A gateway is ready when the cluster has a silo for its users.</summary>
internal sealed class UserGrainHostsHealthCheck(IClusterManifestProvider manifests) : IHealthCheck
{
    private static readonly GrainType UserGrain = GrainType.Create(UserGrainIds.TypeName);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Those of the active members, and only those.
        var hosts = manifests.Current.Silos.Values.Count(silo => silo.Grains.ContainsKey(UserGrain));
        var data = new Dictionary<string, object> { ["count"] = hosts };
        return Task.FromResult(hosts > 0
            ? HealthCheckResult.Healthy($"{hosts} with user grains", data)
            : HealthCheckResult.Unhealthy("no silo with user grains is in the cluster", data: data));
    }
}
