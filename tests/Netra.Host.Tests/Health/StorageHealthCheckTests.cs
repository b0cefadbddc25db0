using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Netra.Storage;

namespace Netra.Host.Tests;

public sealed class StorageHealthCheckTests
{
    private static readonly HealthCheckContext Context = new();

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task CheckHealth_AskedOftenWithinASecond_ReadsOnce()
    {
        var log = new ProbedLog(_ => Task.FromResult<UserSnapshot>(null!));
        var check = new StorageHealthCheck(log, _time);

        for (var i = 0; i < 10; i++) Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(Context)).Status);
        Assert.Equal(1, log.Loads);

        _time.Advance(TimeSpan.FromSeconds(1));
        await check.CheckHealthAsync(Context);
        Assert.Equal(2, log.Loads);
    }

    [Fact]
    public async Task CheckHealth_ManyAskWhileItHangs_OneReadIsUnderWayAndAllLearnIt()
    {
        var begun = new TaskCompletionSource();
        var log = new ProbedLog(_ =>
        {
            begun.TrySetResult();
            // Does not heed the token either.
            return new TaskCompletionSource<UserSnapshot>().Task;
        });
        var check = new StorageHealthCheck(log, _time);
        var asking = Enumerable.Range(0, 10).Select(_ => check.CheckHealthAsync(Context)).ToList();
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.All(asking, one => Assert.False(one.IsCompleted));

        _time.Advance(TimeSpan.FromSeconds(1.5));

        var results = await Task.WhenAll(asking).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.All(results, result => Assert.Equal((HealthStatus.Unhealthy, "the log could not be read within 1.5 s"), (result.Status, result.Description)));
        Assert.Equal(1, log.Loads);
    }

    [Fact]
    public async Task CheckHealth_StorageIsAwayAndBack_SaysWhyAndRecovers()
    {
        var isAway = true;
        var log = new ProbedLog(_ => isAway
            ? Task.FromException<UserSnapshot>(new StorageUnavailableException("the database is away", new IOException()))
            : Task.FromResult<UserSnapshot>(null!));
        var check = new StorageHealthCheck(log, _time);

        var result = await check.CheckHealthAsync(Context);
        Assert.Equal((HealthStatus.Unhealthy, "the database is away"), (result.Status, result.Description));

        isAway = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(Context)).Status);
    }
}
