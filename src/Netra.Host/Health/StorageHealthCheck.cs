using Microsoft.Extensions.Diagnostics.HealthChecks;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Host;

/// <summary>
/// Ready when the store serves, or a part of it, where it has several: a process that serves the users of the others must not be taken from them. Whoever
/// asks, the store is asked once a second at most.
/// </summary>
internal sealed class StorageHealthCheck(IUserLog log, IUserLogBackend backend, TimeProvider time) : IHealthCheck
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
        var parts = backend.Parts;
        if (parts.Count == 0)
        {
            var fault = await FaultOfAsync(log.LoadAsync(Probe, timeout.Token).AsTask(), "the log", timeout.Token);
            return fault is null ? HealthCheckResult.Healthy("the log can be read") : HealthCheckResult.Unhealthy(fault);
        }

        var faults = (await Task.WhenAll(parts.Select(part => FaultOfAsync(part.ProbeAsync(timeout.Token), $"part {part.Name} of it", timeout.Token)))).OfType<string>().ToList();
        if (faults.Count == 0) return HealthCheckResult.Healthy(parts.Count == 1 ? "the log serves" : $"all {parts.Count} parts of the log serve");
        var text = $"{faults.Count} of {parts.Count} parts of the log do not serve: {string.Join("; ", faults)}";
        return faults.Count < parts.Count ? HealthCheckResult.Degraded(text) : HealthCheckResult.Unhealthy(text);
    }

    /// <summary>Why a read fails; null when it does not.</summary>
    private static async Task<string?> FaultOfAsync(Task reading, string what, CancellationToken timeout)
    {
        try
        {
            // A backend may take longer to heed a token than a probe may take.
            await reading.WaitAsync(timeout);
            return null;
        }
        catch (Exception exception) when (exception is StorageUnavailableException or StorageDamagedException)
        {
            return exception.Message;
        }
        catch (OperationCanceledException)
        {
            return $"{what} could not be read within {ReadTimeout.TotalSeconds} s";
        }
    }
}
