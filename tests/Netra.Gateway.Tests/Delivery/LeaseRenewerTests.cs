using Microsoft.Extensions.Options;
using Netra.Abstractions;

namespace Netra.Gateway.Tests;

public sealed class LeaseRenewerTests : IAsyncDisposable
{
    private static readonly SiloAddress Silo = FakeSilo.AddressOf(7);
    private readonly TestGateway _gateway = new(options => options.MaxConcurrentReattaches = 2);
    private readonly FakeMembership _membership = new();
    private readonly FakeLeaseClient _leases = new();
    private readonly StrictLog _log = new();
    private readonly LeaseRenewer _renewer;

    public LeaseRenewerTests() => _renewer = new LeaseRenewer(
        _gateway.Hub, _leases, _membership, new FakeSilo(), Options.Create(_gateway.Options), _gateway.Instruments, _gateway.Time, _log.For<LeaseRenewer>());

    public async ValueTask DisposeAsync()
    {
        _renewer.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task RenewAll_Connections_ToldWithTheirCursors()
    {
        var user = new FakeUser { Home = Silo }.Append(2);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await client.ExpectNotesAsync(1, 2);

        await _renewer.RenewAllAsync();

        var (silo, batch) = Assert.Single(_leases.Batches);
        Assert.Equal(Silo, silo);
        var renewal = Assert.Single(Assert.Single(batch).Renewals);
        Assert.Equal((_gateway.Connection.Identity.Id, 2, _gateway.Time.NowMs), (renewal.Connection, renewal.Cursor, renewal.LastSeenAtMs));
    }

    [Fact]
    public async Task RenewAll_MoreUsersThanABatch_EachIsInOneBatchWithAllOfItsConnections()
    {
        var users = Enumerable.Range(0, 20).Select(n => new FakeUser { Name = $"u{n}", Home = Silo }).ToList();
        foreach (var user in users) await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await (await _gateway.ConnectAsync(users[7])).GreetedAsync();

        await _renewer.RenewAllAsync();

        Assert.Equal([4, 16], _leases.Batches.Select(batch => batch.Batch.Length).Order());
        var named = _leases.Batches.SelectMany(batch => batch.Batch).ToList();
        Assert.Equal(users.Select(user => user.Name).Order(), named.Select(leases => leases.User.Value).Order());
        Assert.All(named, leases => Assert.Equal(leases.User.Value == "u7" ? 2 : 1, leases.Renewals.Length));
    }

    [Fact]
    public async Task RenewAll_HeadBeyondTheCursor_CatchesUp()
    {
        var user = new FakeUser { Home = Silo };
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        user.Append(2);
        _leases.Answer = _ => [new LeaseAnswer(true, 2)];

        await _renewer.RenewAllAsync();

        await client.ExpectNotesAsync(1, 2);
    }

    [Fact]
    public async Task RenewAll_Unknown_AttachesAgain()
    {
        var user = new FakeUser { Home = Silo };
        await (await _gateway.ConnectAsync(user)).GreetedAsync();
        _leases.Answer = _ => [new LeaseAnswer(false, 0)];

        await _renewer.RenewAllAsync();

        await user.Calls.WaitForAsync(FakeUser.Attach, 2);
    }

    [Fact]
    public async Task RenewAll_SiloThatDoesNotAnswer_IsCountedOnceForEachBatch()
    {
        var users = Enumerable.Range(0, 20).Select(n => new FakeUser { Name = $"u{n}", Home = Silo }).ToList();
        foreach (var user in users) await (await _gateway.ConnectAsync(user)).GreetedAsync();
        _leases.Answer = _ => throw new SiloUnavailableException("Gone.");
        await _renewer.RenewAllAsync();
        Assert.Equal(2, _gateway.Counted("lease.failures"));

        // One that is silent is not waited for again in the same round: how many of its batches were under way by then is up to the machine.
        _leases.Answer = _ => throw new TimeoutException("No answer.");
        await _renewer.RenewAllAsync();
        Assert.InRange(_gateway.Counted("lease.failures"), 3, 4);
        Assert.Equal(_leases.Batches.Count, _gateway.Counted("lease.failures"));

        _leases.Answer = leases => [.. leases.Renewals.Select(_ => new LeaseAnswer(true, 0))];
        var failures = _gateway.Counted("lease.failures");
        await _renewer.RenewAllAsync();
        Assert.Equal(failures, _gateway.Counted("lease.failures"));
    }

    [Fact]
    public async Task RenewAll_HomeDiedUnheard_AttachesAgain()
    {
        var user = new FakeUser { Home = Silo };
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        _membership.Kill(Silo);
        user.Home = FakeSilo.AddressOf(8);
        user.Append(1);

        await _renewer.RenewAllAsync();

        await client.ExpectNotesAsync(1, 1);
        Assert.Equal(FakeSilo.AddressOf(8), _gateway.Connection.Home);
        // It may be at home again before the round is over.
        Assert.DoesNotContain(_leases.Batches, batch => batch.Silo.Equals(Silo));
    }

    [Fact]
    public async Task RenewAll_ManyHomeless_BoundedNumberAtOnceAndNotTheSameAgain()
    {
        var users = Enumerable.Range(0, 5).Select(i => new StalledUser(FakeUser.Attach) { Name = $"u{i}", Home = Silo }).ToList();
        foreach (var user in users) await (await _gateway.ConnectAsync(user)).GreetedAsync();
        foreach (var user in users) user.Stall();
        _membership.Kill(Silo);

        var reattaching = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            await _renewer.RenewAllAsync();
            reattaching.Add(_gateway.Hub.All.Count(connection => connection.IsReattaching));
        }

        Assert.Equal([2, 4, 5, 5], reattaching);
        foreach (var user in users) user.Release();
        foreach (var user in users) await user.Calls.WaitForAsync(FakeUser.Attach, 2);
    }

    [Fact]
    public async Task RenewAll_FirstConnectionsHomeIsDead_RenewsAtTheOthers()
    {
        var user = new FakeUser { Home = Silo };
        await (await _gateway.ConnectAsync(user)).GreetedAsync();
        user.Home = FakeSilo.AddressOf(8);
        await (await _gateway.ConnectAsync(user)).GreetedAsync();
        _membership.Kill(Silo);

        await _renewer.RenewAllAsync();

        var (silo, batch) = Assert.Single(_leases.Batches);
        Assert.Equal(FakeSilo.AddressOf(8), silo);
        Assert.Equal(2, Assert.Single(batch).Renewals.Length);
    }

    [Fact]
    public async Task ExecuteAsync_RoundFails_NextOneStillComes()
    {
        var user = new FakeUser { Home = Silo };
        await (await _gateway.ConnectAsync(user)).GreetedAsync();
        // More answers than connections: what the loop did not expect.
        _leases.Answer = _ => [new LeaseAnswer(true, 0), new LeaseAnswer(true, 0)];
        await _renewer.StartAsync(CancellationToken.None);
        await _gateway.Time.NextTimerAsync();

        _gateway.Time.Advance(_gateway.Options.LeaseInterval);
        await _leases.Calls.WaitForAsync("renew", 1);
        _gateway.Time.Advance(_gateway.Options.LeaseInterval);
        await _leases.Calls.WaitForAsync("renew", 2);

        await _renewer.StopAsync(CancellationToken.None).WithinReason();
        Assert.Contains(_log.Entries, entry => entry.StartsWith("A round of lease renewals failed", StringComparison.Ordinal));
    }
}
