using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Netra.Abstractions;

namespace Netra.Host;

/// <summary>
/// What this process did, interval by interval, as far back as the dashboard shows. Intervals end at multiples of their length, so that those of all processes
/// can be laid over each other. Event ids 5300 to 5399.
/// </summary>
internal sealed partial class ProcessHistory(
    ProcessMeter meter, RecentErrors errors, HealthCheckService health, ProcessName name, IOptions<DashboardOptions> options, TimeProvider time, ILogger<ProcessHistory> logger)
    : BackgroundService
{
    private readonly Lock _gate = new();
    private readonly Queue<ProcessSample> _samples = new();
    private readonly long _startedAtMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    private ProcessReading _last = meter.Read();
    private HealthEntry[] _health = [];
    private Task _checking = Task.CompletedTask;

    private long IntervalMs => (long)options.Value.Interval.TotalMilliseconds;

    /// <summary>What there is now, and the samples that ended behind a time.</summary>
    public ProcessReport Report(long sinceMs)
    {
        var now = meter.Read();
        ProcessSample[] samples;
        lock (_gate) samples = [.. _samples.Where(sample => sample.AtMs > sinceMs)];
        return new ProcessReport
        {
            Name = name.Name,
            Role = name.Role,
            Version = name.Version,
            StartedAtMs = _startedAtMs,
            AtMs = NowMs(),
            IntervalMs = IntervalMs,
            Figures = [.. Figures.All.Select(figure => figure.Name)],
            Latencies = [.. Figures.Latencies.Select(latency => latency.Name)],
            Now = now.Values,
            Ended = CountsOf(now.Ended),
            Refused = CountsOf(now.Refused),
            Samples = samples,
            Faults = errors.All,
            Health = Volatile.Read(ref _health),
        };
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var last = 0L;
            while (true)
            {
                if (_checking.IsCompleted) _checking = CheckHealthAsync(stoppingToken);
                // Looked at once: a process that was frozen between two looks would have a time below zero to wait.
                var now = NowMs();
                var next = ((now / IntervalMs) + 1) * IntervalMs;
                // A timer may be early by this clock; what it ended is over all the same.
                if (next == last) next += IntervalMs;
                await Task.Delay(TimeSpan.FromMilliseconds(next - now), time, stoppingToken);
                TakeSample(last = next);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private void TakeSample(long atMs)
    {
        try
        {
            var now = meter.Read();
            var sample = new ProcessSample(atMs, Changes(now), [.. now.Latencies.Select((counts, place) => Trimmed(counts, _last.Latencies[place]))], Changes(now.Ended));
            _last = now;
            var oldest = atMs - (long)options.Value.History.TotalMilliseconds;
            lock (_gate)
            {
                _samples.Enqueue(sample);
                while (_samples.Peek().AtMs <= oldest) _samples.Dequeue();
            }
        }
        catch (Exception exception)
        {
            // One instrument that fails must not end the history.
            SampleFailed(logger, exception);
        }
    }

    private async Task CheckHealthAsync(CancellationToken cancellationToken)
    {
        try
        {
            var report = await health.CheckHealthAsync(cancellationToken);
            Volatile.Write(ref _health, [.. report.Entries.Select(entry =>
                new HealthEntry(entry.Key, HealthEndpoints.NameOf(entry.Value.Status), entry.Value.Description ?? ""))]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process stops.
        }
        catch (Exception exception)
        {
            CheckFailed(logger, exception);
        }
    }

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private long[] Changes(ProcessReading now) =>
        [.. now.Values.Select((value, place) => Figures.All[place].IsCount ? value - _last.Values[place] : value)];

    private NamedCount[] Changes(Dictionary<string, long> ended) =>
        [.. ended.Select(entry => new NamedCount(entry.Key, entry.Value - _last.Ended.GetValueOrDefault(entry.Key))).Where(entry => entry.Count > 0)];

    private static NamedCount[] CountsOf(Dictionary<string, long> counts) => [.. counts.Select(entry => new NamedCount(entry.Key, entry.Value))];

    /// <summary>What was counted since, without the empty buckets at the end.</summary>
    private static int[] Trimmed(long[] now, long[] before)
    {
        var length = now.Length;
        while (length > 0 && now[length - 1] == before[length - 1]) length--;
        var counts = new int[length];
        for (var i = 0; i < length; i++) counts[i] = (int)Math.Min(int.MaxValue, now[i] - before[i]);
        return counts;
    }

    [LoggerMessage(5300, LogLevel.Warning, "A sample for the dashboard could not be taken")]
    private static partial void SampleFailed(ILogger logger, Exception exception);

    [LoggerMessage(5301, LogLevel.Warning, "The health of this process could not be asked for the dashboard")]
    private static partial void CheckFailed(ILogger logger, Exception exception);
}
