using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;
using StreamPosition = Netra.Protocol.StreamPosition;

namespace Netra.Grains.Tests;

/// <summary>Protocol section 4: how many connections a user may have, and who goes.</summary>
public sealed class ConnectionLimitTests : IAsyncDisposable
{
    private const int Limit = 2;

    private readonly GrainUser _user = new();

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Fact]
    public Task Attach_RejectAtTheLimit_IsRefusedAndClosesNobody() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var (one, two) = (Tab("one"), Tab("two"));
        await AttachAsync(grain, one, two);

        Assert.Equal(AttachStatus.ConnectionLimit, (await grain.AttachAsync(Tab("three"))).Status);

        Assert.Equal([one.Connection, two.Connection], await grain.ListedAsync());
        Assert.Empty(_user.Closes());
    });

    [Fact]
    public Task Attach_SameSessionAtTheLimit_TakesOverWithoutAPlaceOfItsOwn() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var (one, two, again) = (Tab("one"), Tab("two"), Tab("one"));
        await AttachAsync(grain, one, two, again);

        Assert.Equal([two.Connection, again.Connection], await grain.ListedAsync());
        Assert.Equal([(one.Connection, CloseCode.Replaced)], _user.Closes().Select(close => (close.Connection, close.Code)));
    });

    [Theory]
    [InlineData(ConnectionPolicy.Reject, AttachStatus.ConnectionLimit)]
    [InlineData(ConnectionPolicy.CloseOldest, AttachStatus.Replaced)]
    public Task Attach_OpenTabWithASmallerPlanComesBack_GoesItselfAndClosesNobody(ConnectionPolicy policy, AttachStatus expected) => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var (one, two) = (Tab("one", policy) with { ConnectionLimit = 20 }, Tab("two", policy) with { ConnectionLimit = 20 });
        await AttachAsync(grain, one, two);
        var epoch = (await grain.DescribeAsync()).Epoch;
        var small = Tab("small", policy) with { ConnectionLimit = 2, ConnectedAtMs = one.ConnectedAtMs - 1, Cursor = new StreamPosition(0, epoch) };

        Assert.Equal(expected, (await grain.AttachAsync(small)).Status);

        Assert.Equal([one.Connection, two.Connection], await grain.ListedAsync());
        Assert.Empty(_user.Closes());
    });

    [Fact]
    public Task Attach_CloseOldestAtTheLimit_ClosesTheOldestOnceItIsAttached() => Exclusively.RunAsync(async () =>
    {
        var blocking = new BlockingLog(_user.Log);
        _user.Over = blocking;
        var grain = await _user.ActivateAsync();
        var young = Tab("young", ConnectionPolicy.CloseOldest);
        var old = Tab("old", ConnectionPolicy.CloseOldest) with { ConnectedAtMs = young.ConnectedAtMs - 1 };
        await AnswerUntilAsync(blocking, AttachAsync(grain, young, old));
        var newest = Tab("newest", ConnectionPolicy.CloseOldest);

        var attaching = grain.AttachAsync(newest);
        while (blocking.Commits.Count < 3) await Task.Yield();
        Assert.Empty(_user.Closes());
        Assert.Equal([young.Connection, old.Connection], await grain.ListedAsync());
        await AnswerUntilAsync(blocking, attaching);

        Assert.Equal([(old.Connection, CloseCode.Replaced)], _user.Closes().Select(close => (close.Connection, close.Code)));
        Assert.Equal([young.Connection, newest.Connection], await grain.ListedAsync());
    });

    [Fact]
    public Task Attach_CloseOldestAndItsSessionCannotBeStored_LeavesTheOldOnes() => Exclusively.RunAsync(async () =>
    {
        var failing = new FailingLog(_user.Log);
        _user.Over = failing;
        var grain = await _user.ActivateAsync();
        var (one, two) = (Tab("one"), Tab("two"));
        await AttachAsync(grain, one, two);
        failing.CommitFailures.Enqueue(new StorageUnavailableException("down"));

        await Assert.ThrowsAsync<UserUnavailableException>(() => grain.AttachAsync(Tab("three", ConnectionPolicy.CloseOldest)));

        Assert.Empty(_user.Closes());
        Assert.Equal([one.Connection, two.Connection], await grain.ListedAsync());
    });

    [Fact]
    public Task Attach_CloseOldestWithAClockBehind_ClosesAnotherAndNotItself() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var (one, two) = (Tab("one"), Tab("two"));
        await AttachAsync(grain, one, two);
        var behind = Tab("three", ConnectionPolicy.CloseOldest) with { ConnectedAtMs = one.ConnectedAtMs - 60_000 };
        await AttachAsync(grain, behind);

        Assert.Equal([one.Connection], _user.Closes().Select(close => close.Connection));
        Assert.Equal([two.Connection, behind.Connection], await grain.ListedAsync());
    });

    [Theory]
    [InlineData(ConnectionPolicy.Reject)]
    [InlineData(ConnectionPolicy.CloseOldest)]
    public Task Attach_ManyAtOnce_NeverLeaveMoreThanTheLimit(ConnectionPolicy policy) => Exclusively.RunAsync(async () =>
    {
        var blocking = new BlockingLog(_user.Log);
        _user.Over = blocking;
        var grain = await _user.ActivateAsync();
        var tabs = Enumerable.Range(0, 7).Select(i => Tab($"tab{i}", policy)).ToList();
        var attaching = tabs.Select(tab => grain.AttachAsync(tab)).ToList();
        await AnswerUntilAsync(blocking, Task.WhenAll(attaching));

        var statuses = attaching.Select(task => task.Result.Status).ToList();
        Assert.Equal(policy == ConnectionPolicy.Reject ? Limit : tabs.Count, statuses.Count(status => status == AttachStatus.Attached));
        Assert.Equal(Limit, (await grain.ListedAsync()).Count);
        Assert.Equal(policy == ConnectionPolicy.Reject ? 0 : tabs.Count - Limit, _user.Closes().Count);
    });

    [Theory]
    [InlineData(ConnectionPolicy.Reject)]
    [InlineData(ConnectionPolicy.CloseOldest)]
    public Task Reattach_NewerOnesWereAdmittedMeanwhile_TheNewestOrTheOldestGoes(ConnectionPolicy policy) => Exclusively.RunAsync(async () =>
    {
        var first = await _user.ActivateAsync();
        var (one, two) = (Tab("one", policy), Tab("two", policy));
        _user.Time.Advance(TimeSpan.FromSeconds(1));
        await AttachAsync(first, one, two);
        var grain = await _user.ActivateAsync();
        _user.Time.Advance(TimeSpan.FromSeconds(1));
        var newest = Tab("newest", policy);
        await AttachAsync(grain, newest);

        Assert.Equal(AttachStatus.Attached, (await ReattachAsync(grain, two)).Status);
        var last = await ReattachAsync(grain, one);

        if (policy == ConnectionPolicy.Reject)
        {
            Assert.Equal(AttachStatus.Attached, last.Status);
            Assert.Equal([(newest.Connection, CloseCode.TooManyRequests, "connection_limit")], _user.Closes());
            Assert.Equal([two.Connection, one.Connection], await grain.ListedAsync());
        }
        else
        {
            Assert.Equal(AttachStatus.Replaced, last.Status);
            Assert.Empty(_user.Closes());
            Assert.Equal([newest.Connection, two.Connection], await grain.ListedAsync());
        }
    });

    [Fact]
    public Task Reattach_ItIsTheNewestOfTooMany_IsToldSo() => Exclusively.RunAsync(async () =>
    {
        var first = await _user.ActivateAsync();
        var (one, two) = (Tab("one"), Tab("two"));
        await AttachAsync(first, one, two);
        _user.Time.Advance(TimeSpan.FromSeconds(1));
        var three = Tab("three") with { ConnectionLimit = Limit + 1 };
        await AttachAsync(first, three);
        var grain = await _user.ActivateAsync();
        await ReattachAsync(grain, one);
        await ReattachAsync(grain, two);

        // The plan was made smaller meanwhile.
        Assert.Equal(AttachStatus.ConnectionLimit, (await ReattachAsync(grain, three with { ConnectionLimit = Limit })).Status);
        Assert.Equal([one.Connection, two.Connection], await grain.ListedAsync());
    });

    [Fact]
    public Task Reattach_WhileANewOneIsBeingAdmitted_TheNewOneIsRefused() => Exclusively.RunAsync(async () =>
    {
        await AttachAsync(await _user.ActivateAsync(), Tab("elsewhere"));
        var blocking = new BlockingLog(_user.Log);
        _user.Over = blocking;
        var grain = await _user.ActivateAsync();
        await AnswerUntilAsync(blocking, grain.PublishAsync(1));
        var (one, two) = (Tab("one"), Tab("two"));
        var commits = blocking.Commits.Count;
        var attaching = grain.AttachAsync(Tab("newest"));
        while (blocking.Commits.Count == commits) await Task.Yield();
        await ReattachAsync(grain, one);
        await ReattachAsync(grain, two);
        await AnswerUntilAsync(blocking, attaching);

        Assert.Equal(AttachStatus.ConnectionLimit, (await attaching).Status);
        Assert.Equal([one.Connection, two.Connection], await grain.ListedAsync());
    });

    [Fact]
    public Task Attach_ConnectionsWhoseGatewayDiedOrWhoseLeaseEnded_TakeNoPlace() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var dying = GrainUser.NewGateway();
        await AttachAsync(grain, Tab("one") with { Gateway = dying }, Tab("two"));
        _user.Dead.Add(dying);
        Assert.Equal(AttachStatus.Attached, (await grain.AttachAsync(Tab("three"))).Status);

        _user.Time.Advance(_user.Options.LeaseDuration + TimeSpan.FromMilliseconds(1));
        var (four, five) = (Tab("four"), Tab("five"));
        await AttachAsync(grain, four, five);
        Assert.Equal([four.Connection, five.Connection], await grain.ListedAsync());
    });

    [Fact]
    public Task Describe_OpenConnectionComesBack_KeepsWhenItWasSeenLast() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var tab = Tab("one");
        await AttachAsync(grain, tab);
        await grain.RenewAsync(new UserLeases(_user.Id, tab.Gateway, 0, [new LeaseRenewal(tab.Connection, 0, tab.ConnectedAtMs + 5_000)]));
        await ReattachAsync(grain, tab);
        Assert.Equal(tab.ConnectedAtMs + 5_000, Assert.Single((await grain.DescribeAsync()).Connections).LastSeenAtMs);

        var anew = await _user.ActivateAsync();
        await ReattachAsync(anew, tab with { LastSeenAtMs = tab.ConnectedAtMs + 7_000 });
        Assert.Equal(tab.ConnectedAtMs + 7_000, Assert.Single((await anew.DescribeAsync()).Connections).LastSeenAtMs);
    });

    private static async Task AttachAsync(UserGrain grain, params AttachRequest[] tabs)
    {
        foreach (var tab in tabs) Assert.Equal(AttachStatus.Attached, (await grain.AttachAsync(tab)).Status);
    }

    private static async Task AnswerUntilAsync(BlockingLog log, Task operation)
    {
        while (!operation.IsCompleted)
        {
            await log.AnswerAllAsync();
            await Task.Yield();
        }

        await operation;
    }

    private async Task<AttachResult> ReattachAsync(UserGrain grain, AttachRequest tab) =>
        await grain.AttachAsync(tab with { Cursor = new StreamPosition(0, (await _user.HeadAsync()).Epoch) });

    private AttachRequest Tab(string client, ConnectionPolicy policy = ConnectionPolicy.Reject)
    {
        _user.Time.Advance(TimeSpan.FromMilliseconds(1));
        return _user.Connection(client) with { ConnectionLimit = Limit, Policy = policy };
    }
}
