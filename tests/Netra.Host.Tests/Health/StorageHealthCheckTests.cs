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
        var check = new StorageHealthCheck(log, new InMemoryBackend(), _time);

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
        var check = new StorageHealthCheck(log, new InMemoryBackend(), _time);
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
        var check = new StorageHealthCheck(log, new InMemoryBackend(), _time);

        var result = await check.CheckHealthAsync(Context);
        Assert.Equal((HealthStatus.Unhealthy, "the database is away"), (result.Status, result.Description));

        isAway = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(Context)).Status);
    }

    [Fact]
    public async Task CheckHealth_OneOfThreePartsDoesNotServe_IsDegradedAndNamesIt()
    {
        var log = NeverRead();
        var check = new StorageHealthCheck(log, new PartedBackend(new ProbedPart("a"), new ProbedPart("b", "b is away"), new ProbedPart("c")), _time);

        var result = await check.CheckHealthAsync(Context);

        Assert.Equal((HealthStatus.Degraded, "1 of 3 parts of the log do not serve: b is away"), (result.Status, result.Description));
        // Not by way of the users that wait to be loaded.
        Assert.Equal(0, log.Loads);
    }

    [Fact]
    public async Task CheckHealth_NoPartServes_IsUnhealthyAndSaysWhyOfEach()
    {
        var check = new StorageHealthCheck(NeverRead(), new PartedBackend(new ProbedPart("a", "a is away"), new ProbedPart("b", "b takes no writes")), _time);

        var result = await check.CheckHealthAsync(Context);

        Assert.Equal((HealthStatus.Unhealthy, "2 of 2 parts of the log do not serve: a is away; b takes no writes"), (result.Status, result.Description));
    }

    [Fact]
    public async Task CheckHealth_OnePartHangs_TheOthersCount()
    {
        var hanging = new ProbedPart("a", new TaskCompletionSource().Task);
        var check = new StorageHealthCheck(NeverRead(), new PartedBackend(hanging, new ProbedPart("b")), _time);
        var asking = check.CheckHealthAsync(Context);
        await hanging.Asked.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(asking.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(1.5));

        var result = await asking.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(
            (HealthStatus.Degraded, "1 of 2 parts of the log do not serve: part a of it could not be read within 1.5 s"), (result.Status, result.Description));
    }

    [Fact]
    public async Task CheckHealth_EveryPartServes_IsHealthy()
    {
        var check = new StorageHealthCheck(NeverRead(), new PartedBackend(new ProbedPart("a"), new ProbedPart("b")), _time);

        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(Context)).Status);
    }

    private static ProbedLog NeverRead() => new(_ => Task.FromException<UserSnapshot>(new StorageUnavailableException("many wait to be loaded")));
}
