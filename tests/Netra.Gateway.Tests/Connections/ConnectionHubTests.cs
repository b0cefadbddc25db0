using Netra.Protocol;

namespace Netra.Gateway.Tests;

public sealed class ConnectionHubTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ConnectionHubTests()
    {
        for (var i = 0; i < 3; i++) _gateway.Request(new FakeUser { Name = $"u{i}" });
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public void Of_AddedAndRemoved_OnlyThoseThere()
    {
        var hub = _gateway.Hub;
        var (one, two, other) = (NewConnection("u0"), NewConnection("u0"), NewConnection("u1"));
        Assert.True(hub.TryAdd(one, int.MaxValue));
        Assert.True(hub.TryAdd(two, int.MaxValue));
        Assert.True(hub.TryAdd(other, int.MaxValue));

        hub.Remove(one);
        hub.Remove(one);

        Assert.Equal([two], hub.Of(UserId.Parse("u0")));
        Assert.Equal([other], hub.Of(UserId.Parse("u1")));
        Assert.Empty(hub.Of(UserId.Parse("u2")));
        Assert.Equal(2, hub.Count);
        hub.Remove(two);
        hub.Remove(other);
        Assert.Empty(hub.ByUser);
    }

    [Fact]
    public void All_ManyConnections_AreNotCopied()
    {
        const int Count = 2_000;
        var hub = _gateway.Hub;
        for (var i = 0; i < Count; i++) Assert.True(hub.TryAdd(NewConnection("u0"), int.MaxValue));
        Assert.Equal(Count, hub.All.Distinct().Count());

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var connection in hub.All) _ = connection;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        foreach (var connection in hub.All) hub.Remove(connection);
        Assert.InRange(allocated, 0, Count);
    }

    [Fact]
    public async Task AddRemove_ConcurrentlyForOneUser_NoGhostAndNobodyLost()
    {
        var hub = _gateway.Hub;
        var staying = Enumerable.Range(0, 4).Select(_ => NewConnection("u0")).ToList();
        using var start = new Barrier(4);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                Assert.True(hub.TryAdd(staying[worker], int.MaxValue));
                for (var i = 0; i < 2_000; i++)
                {
                    var passing = NewConnection("u0");
                    Assert.True(hub.TryAdd(passing, int.MaxValue));
                    hub.Remove(passing);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).WithinReason();

        Assert.Equal(4, hub.Count);
        Assert.Equal(staying.ToHashSet(), hub.Of(UserId.Parse("u0")).ToHashSet());
        foreach (var connection in staying) hub.Remove(connection);
        Assert.Empty(hub.ByUser);
    }

    [Fact]
    public void TryAdd_AsManyAsThereMayBe_RefusedUntilOneGoes()
    {
        var hub = _gateway.Hub;
        var (one, two, three) = (NewConnection("u0"), NewConnection("u1"), NewConnection("u1"));
        Assert.True(hub.TryAdd(one, 2));
        Assert.True(hub.TryAdd(two, 2));

        Assert.False(hub.TryAdd(three, 2));

        Assert.Equal(2, hub.Count);
        Assert.Equal([two], hub.Of(UserId.Parse("u1")));
        hub.Remove(one);
        hub.Remove(three);
        Assert.Equal(1, hub.Count);
        Assert.True(hub.TryAdd(three, 2));
        hub.Remove(two);
        hub.Remove(three);
    }

    private Connection NewConnection(string user) => _gateway.NewConnection(new FakeUser { Name = user });
}
