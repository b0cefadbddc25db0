using System.Collections.Concurrent;
using Netra.Protocol;

namespace Netra.Grains.Tests;

public sealed class WorkScanTests : IAsyncDisposable
{
    private readonly HandlerStore _store = new();
    private readonly ConcurrentQueue<string> _woken = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Scan_MoreUsersThanAPage_WakesEachOnceABoundedNumberAtOnce()
    {
        (_store.Work.ScanPageUsers, _store.Work.MaxConcurrentWakes) = (3, 2);
        for (var i = 0; i < 10; i++) await LeaveWorkAsync($"user-{i}");
        var (running, most) = (0, 0);
        var scan = Scan(async user =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            _woken.Enqueue(user.Value);
            Interlocked.Decrement(ref running);
        });
        await scan.ScanAsync(CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"user-{i}"), _woken.Order());
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task Scan_OneUserFails_TheOthersAreWokenAndItsFailureIsLogged()
    {
        await LeaveWorkAsync("bad");
        await LeaveWorkAsync("good");
        var scan = Scan(user =>
        {
            _woken.Enqueue(user.Value);
            return user.Value == "bad" ? throw new InvalidOperationException("Broken.") : Task.CompletedTask;
        });
        await scan.ScanAsync(CancellationToken.None);

        Assert.Equal(["bad", "good"], _woken.Order());
        Assert.Single(_store.Logs.Entries, entry => entry.Event.Id == 2061);
    }

    [Fact]
    public async Task Run_Starts_LooksSoonAndThenAtEachInterval()
    {
        await LeaveWorkAsync("ada");
        using var stop = new CancellationTokenSource();
        var running = Scan(user =>
        {
            _woken.Enqueue(user.Value);
            return Task.CompletedTask;
        }).RunAsync(stop.Token);

        Assert.Equal(_store.Work.FirstScanDelay, await _store.Time.PassNextDelayAsync());
        Assert.Equal(_store.Work.ScanInterval, await _store.Time.NextDelayAsync());
        Assert.Single(_woken);
        _store.Time.Advance(_store.Work.ScanInterval);
        await _store.Time.NextDelayAsync();
        Assert.Equal(2, _woken.Count);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.InTime());
    }

    private WorkScan Scan(Func<UserId, Task> wake) => new(_store.Log, wake, _store.Work, _store.Time, _store.Logs.CreateLogger("scan"));

    private async Task LeaveWorkAsync(string name)
    {
        var user = UserId.Parse(name);
        var snapshot = await _store.Log.LoadAsync(user, CancellationToken.None);
        var change = new UserChange();
        change.Work.Add(new NewWork(new byte[] { 1 }));
        await new CommitPipeline(user, snapshot.Head, _store.Log, _store.Limits, _store.Time, () => 0, _ => { }).Stage(change).Durable.InTime();
    }
}
