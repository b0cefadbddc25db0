using Microsoft.Extensions.Diagnostics.HealthChecks;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Host;

/// <summary>Ready when the log can be read.</summary>
internal sealed class StorageHealthCheck(IUserLog log) : IHealthCheck
{
    private static readonly UserId Probe = UserId.Parse("netra-health-probe");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await log.LoadAsync(Probe, cancellationToken);
            return HealthCheckResult.Healthy("the log can be read");
        }
        catch (Exception exception) when (exception is StorageUnavailableException or StorageDamagedException)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
