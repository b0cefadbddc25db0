using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Netra.Host.Tests;

public sealed class ProcessHistoryTests : IDisposable
{
    private readonly SignallingTime _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ProcessMeter _meter;
    private readonly ProcessHistory _history;

    public ProcessHistoryTests()
    {
        _meter = new ProcessMeter(_services.GetRequiredService<IMeterFactory>());
        var options = Options.Create(new DashboardOptions());
        _history = new ProcessHistory(
            _meter, new RecentErrors(options, _time), new NoHealthChecks(), new ProcessName("p", "all", "1", "c"), options, _time, NullLogger<ProcessHistory>.Instance);
    }

    public void Dispose()
    {
        _history.Dispose();
        _meter.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Execute_TimerIsEarlyByTheClock_SamplesEachIntervalOnce()
    {
        await _history.StartAsync(TestContext.Current.CancellationToken);
        var end = _time.GetUtcNow() + TimeSpan.FromSeconds(5);
        var delay = await _time.NextDelayAsync();
        Assert.Equal(TimeSpan.FromSeconds(5), delay);

        // As clocks are that are put right while the timer runs, and timers that count in another grain.
        _time.SetClock(_time.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        _time.Advance(delay);
        Assert.Equal(TimeSpan.FromMilliseconds(5_001), await _time.PassNextDelayAsync());
        await _time.NextDelayAsync();

        var ends = _history.Report(0).Samples.Select(sample => sample.AtMs);
        Assert.Equal([end.ToUnixTimeMilliseconds(), end.ToUnixTimeMilliseconds() + 5_000], ends);
    }

    private sealed class NoHealthChecks : HealthCheckService
    {
        public override Task<HealthReport> CheckHealthAsync(Func<HealthCheckRegistration, bool>? predicate, CancellationToken cancellationToken = default) =>
            Task.FromResult(new HealthReport(new Dictionary<string, HealthReportEntry>(), TimeSpan.Zero));
    }
}
