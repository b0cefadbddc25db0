using Microsoft.Extensions.Diagnostics.HealthChecks;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Host;

/// <summary>
/// Ready when the store serves, or a part of it, where it has several: a process that serves the users of the others must not be taken from them. Whoever
/// asks, the store is asked once a second at most.
/// </summary>
internal sealed class StorageHealthCheck : IHealthCheck
{
    /// <summary>Below the bound of a probe, so that its answer can say why.</summary>
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private static readonly UserId Probe = UserId.Parse("netra-health-probe");

    private readonly IUserLog _log;
    private readonly IUserLogBackend _backend;
    private readonly TimeProvider _time;
    private readonly SharedAnswer<HealthCheckResult> _answer;

    public StorageHealthCheck(IUserLog log, IUserLogBackend backend, TimeProvider time)
    {
        (_log, _backend, _time) = (log, backend, time);
        _answer = new SharedAnswer<HealthCheckResult>(ReadAsync, Freshness, time);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => _answer.GetAsync(cancellationToken);

    private async Task<HealthCheckResult> ReadAsync()
    {
        using var timeout = new CancellationTokenSource(ReadTimeout, _time);
        var parts = _backend.Parts;
        if (parts.Count == 0)
        {
            var fault = await FaultOfAsync(_log.LoadAsync(Probe, timeout.Token).AsTask(), "the log", timeout.Token);
            return fault is null ? HealthCheckResult.Healthy("the log can be read") : HealthCheckResult.Unhealthy(fault);
        }

        var answers = await Task.WhenAll(parts.Select(part => FaultOfAsync(part.ProbeAsync(timeout.Token), $"part {part.Name} of it", timeout.Token)));
        var faults = answers.OfType<string>().ToList();
        var data = new Dictionary<string, object> { ["parts"] = parts.Count, ["failing"] = parts.Where((_, place) => answers[place] is not null).Select(part => part.Name).ToArray() };
        if (faults.Count == 0) return HealthCheckResult.Healthy(parts.Count == 1 ? "the log serves" : $"all {parts.Count} parts of the log serve", data);
        var text = $"{faults.Count} of {parts.Count} parts of the log do not serve: {string.Join("; ", faults)}";
        return faults.Count < parts.Count ? HealthCheckResult.Degraded(text, data: data) : HealthCheckResult.Unhealthy(text, data: data);
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
