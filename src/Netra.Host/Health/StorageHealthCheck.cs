using Microsoft.Extensions.Diagnostics.HealthChecks;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Host;

/// <summary>Ready when the log can be read. Whoever asks, it is read once a second at most.</summary>
internal sealed class StorageHealthCheck(IUserLog log, TimeProvider time) : IHealthCheck
{
    /// <summary>Below the bound of a probe, so that its answer can say why.</summary>
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private static readonly UserId Probe = UserId.Parse("netra-health-probe");

    private readonly Lock _gate = new();
    private Task<HealthCheckResult>? _latest;
    private long _endedAt;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_latest is null || (_latest.IsCompleted && time.GetElapsedTime(_endedAt) >= Freshness)) _latest = ReadAsync();
            return _latest.WaitAsync(cancellationToken);
        }
    }

    private async Task<HealthCheckResult> ReadAsync()
    {
        // Leaves the caller's lock before anything else.
        await Task.Yield();
        var result = await TryReadAsync();
        lock (_gate) _endedAt = time.GetTimestamp();
        return result;
    }

    private async Task<HealthCheckResult> TryReadAsync()
    {
        using var timeout = new CancellationTokenSource(ReadTimeout, time);
        try
        {
            // A backend may take longer to heed a token than a probe may take.
            await log.LoadAsync(Probe, timeout.Token).AsTask().WaitAsync(timeout.Token);
            return HealthCheckResult.Healthy("the log can be read");
        }
        catch (Exception exception) when (exception is StorageUnavailableException or StorageDamagedException)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
        catch (OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy($"the log could not be read within {ReadTimeout.TotalSeconds} s");
        }
    }
}
