using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Netra.Gateway;

/// <summary>Tells a gateway that has as many connections as it takes. It serves them, so it stays ready.</summary>
internal sealed class CapacityHealthCheck(ConnectionHub hub, AttachGate gate, IOptions<GatewayOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (count, limit) = (hub.Count, options.Value.MaxConnections);
        var data = new Dictionary<string, object> { ["connections"] = count, ["limit"] = limit, ["waiting"] = gate.Waiting };
        return Task.FromResult(count < limit
            ? HealthCheckResult.Healthy($"{count} of {limit} connections", data)
            : HealthCheckResult.Degraded($"all {limit} connections are there; new ones are refused", data: data));
    }
}
