using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Netra.Gateway.Tests;

/// <summary>A storm of new connections: let in at the rate that is set, the rest told when to come again.</summary>
public sealed class AttachGateTests
{
    [Fact]
    public async Task Storm_UsersAnswerSlowly_TheBoundWaitsAndTheRestIsRefusedAtOnce()
    {
        const int Clients = 2_000, AtOnce = 16, Queued = 100;
        await using var gateway = new TestGateway(options =>
        {
            options.MaxConcurrentAttaches = AtOnce;
            options.MaxWaitingAttaches = Queued;
        });
        var user = new StalledUser(FakeUser.Attach);
        user.Stall();
        var requests = Enumerable.Range(0, Clients).Select(_ => gateway.Request(user)).ToList();

        var serving = requests.ConvertAll(request => gateway.ServeAsync(request.Context));
        // Whoever is refused is so without waiting for anybody.
        Assert.True(SpinWait.SpinUntil(() => serving.Count(one => one.IsCompleted) == Clients - AtOnce - Queued, Waiting.Patience));
        // Who has a turn may not have come to the user with it yet.
        await user.Calls.WaitForAsync(FakeUser.Attach, AtOnce);
        var refused = serving.Where(one => one.IsCompleted).ToHashSet();

        Assert.Equal(AtOnce, user.Calls.Count(FakeUser.Attach));
        Assert.Equal(AtOnce, gateway.Hub.Count);
        Assert.Equal(Queued, gateway.Gate.Waiting);
        var answers = requests.Where((_, i) => refused.Contains(serving[i])).Select(request => request.Context.Response).ToList();
        Assert.All(answers, answer => Assert.Equal(503, answer.StatusCode));
        var retries = answers.ConvertAll(RetryAfter);
        Assert.All(retries, seconds => Assert.InRange(seconds, 1, 30));
        // All 30 seconds of a full queue come up, each about as often as another.
        Assert.Equal(30, retries.Distinct().Count());
        Assert.InRange(retries.GroupBy(seconds => seconds).Max(group => group.Count()), 1, answers.Count / 10);

        user.Release();
        foreach (var (request, i) in requests.Select((request, i) => (request, i)).Where(entry => !refused.Contains(serving[entry.i])))
            await Task.WhenAny(request.Upgrade.Accepted, serving[i]).WithinReason();
        Assert.Equal(AtOnce + Queued, gateway.Hub.Count);
        foreach (var request in requests) request.Stream.Dispose();
        await Task.WhenAll(serving).WithinReason();
    }

    [Fact]
    public async Task Wait_TooLong_IsRefusedAndTheTurnIsNotLost()
    {
        await using var gateway = new TestGateway(options =>
        {
            options.MaxConcurrentAttaches = 1;
            options.AttachTurn = TimeSpan.FromMinutes(1);
        });
        var user = new StalledUser(FakeUser.Attach);
        user.Stall();
        var (first, late) = (gateway.Request(user), gateway.Request(user));
        var serving = gateway.ServeAsync(first.Context);
        Assert.Equal(TimeSpan.FromMinutes(1), await gateway.Time.NextTimerAsync());
        var waiting = gateway.ServeAsync(late.Context);
        Assert.Equal(TimeSpan.FromSeconds(5), await gateway.Time.NextTimerAsync());

        gateway.Time.Advance(TimeSpan.FromSeconds(5));

        await waiting.WithinReason();
        Assert.Equal(503, late.Context.Response.StatusCode);
        Assert.InRange(RetryAfter(late.Context.Response), 1, 2);
        Assert.Equal(0, gateway.Gate.Waiting);
        user.Release();
        await first.Upgrade.Accepted.WithinReason();
        using var next = await gateway.ConnectAsync(user);
        first.Stream.Dispose();
        await serving.WithinReason();
    }

    [Fact]
    public async Task Wait_AttachesOfADeadSiloHoldAllTurns_OthersAreLetInBesideThemSoon()
    {
        await using var gateway = new TestGateway(options => options.MaxConcurrentAttaches = 2);
        var stuck = new StalledUser(FakeUser.Attach) { Name = "stuck" };
        stuck.Stall();
        var requests = Enumerable.Range(0, 2).Select(_ => gateway.Request(stuck)).ToList();
        var serving = requests.ConvertAll(request => gateway.ServeAsync(request.Context));
        for (var i = 0; i < requests.Count; i++) await gateway.Time.NextTimerAsync();
        var healthy = gateway.ConnectAsync(new FakeUser());
        Assert.Equal(TimeSpan.FromSeconds(5), await gateway.Time.NextTimerAsync());
        Assert.False(healthy.IsCompleted);

        gateway.Time.Advance(TimeSpan.FromMilliseconds(500));

        await (await healthy.WithinReason()).GreetedAsync();
        stuck.TimeOut();
        await Task.WhenAll(serving).WithinReason();
        Assert.All(requests, request => Assert.Equal(503, request.Context.Response.StatusCode));
    }

    [Fact]
    public async Task Wait_ClientHasGone_GivesItsPlaceUp()
    {
        await using var gateway = new TestGateway(options => options.MaxConcurrentAttaches = 1);
        var user = new StalledUser(FakeUser.Attach);
        user.Stall();
        var (first, gone) = (gateway.Request(user), gateway.Request(user));
        var serving = gateway.ServeAsync(first.Context);
        await gateway.Time.NextTimerAsync();
        using var going = new CancellationTokenSource();
        gone.Context.RequestAborted = going.Token;
        var waiting = gateway.ServeAsync(gone.Context);
        await gateway.Time.NextTimerAsync();

        await going.CancelAsync();

        await waiting.WithinReason();
        Assert.Equal(1, user.Calls.Count(FakeUser.Attach));
        user.Release();
        first.Stream.Dispose();
        await serving.WithinReason();
    }

    [Fact]
    public async Task MaxConnections_OneMore_503WithoutAskingTheUser()
    {
        await using var gateway = new TestGateway(options => options.MaxConnections = 1);
        var user = new FakeUser();
        var client = await (await gateway.ConnectAsync(user)).GreetedAsync();
        var (context, _, _) = gateway.Request(user);

        await gateway.ServeAsync(context);

        Assert.Equal(503, context.Response.StatusCode);
        Assert.InRange(RetryAfter(context.Response), 1, 30);
        Assert.Equal(1, user.Calls.Count(FakeUser.Attach));
        Assert.Equal(0, user.Calls.Count(FakeUser.Detach));
        client.Cut();
        await client.Served;
        await gateway.ConnectAsync(user);
    }

    [Fact]
    public async Task MaxConnections_SameClientAgain_TakesItsOwnPlaceOnce()
    {
        await using var gateway = new TestGateway(options => options.MaxConnections = 1);
        var user = new FakeUser();
        var older = await (await gateway.ConnectAsync(user, "?client_id=tab")).GreetedAsync();

        var newer = await (await gateway.ConnectAsync(user, "?client_id=tab")).GreetedAsync();
        Assert.Equal(1, gateway.Hub.Count);
        Assert.Equal(2, gateway.Hub.All.Count());
        var third = gateway.Request(user, "?client_id=other").Context;
        await gateway.ServeAsync(third).WithinReason();
        Assert.Equal(503, third.Response.StatusCode);

        older.Cut();
        await older.Served;
        Assert.Equal(1, gateway.Hub.Count);
        newer.Cut();
        await newer.Served;
        Assert.Equal(0, gateway.Hub.Count);
    }

    [Fact]
    public async Task MaxConnections_SameClientLeavesBeforeItsOlderConnection_ThatOneHasItsPlaceBack()
    {
        await using var gateway = new TestGateway(options => options.MaxConnections = 1);
        var user = new FakeUser();
        var older = await (await gateway.ConnectAsync(user, "?client_id=tab")).GreetedAsync();
        for (var i = 0; i < 3; i++)
        {
            var newer = await (await gateway.ConnectAsync(user, "?client_id=tab")).GreetedAsync();
            newer.Cut();
            await newer.Served;
            Assert.Equal(1, gateway.Hub.Count);
        }

        older.Cut();
        await older.Served;
        Assert.Equal(0, gateway.Hub.Count);
    }

    [Fact]
    public async Task MaxConnections_RejectClose_4503WithTheCode()
    {
        await using var gateway = new TestGateway(options => options.MaxConnections = 1);
        var user = new FakeUser();
        await gateway.ConnectAsync(user);
        var request = gateway.Request(user, "?reject=close");
        using var client = new TestClient(request.Stream, request.Upgrade, gateway.ServeAsync(request.Context));

        Assert.Equal(4503, await client.CloseAndAnswerAsync());
        Assert.Equal("unavailable", client.Socket.CloseStatusDescription);
    }

    [Fact]
    public async Task Token_ThatIsBad_AsksNobodyAndTakesNoTurn()
    {
        await using var gateway = new TestGateway(options =>
        {
            options.MaxConcurrentAttaches = 1;
            options.MaxWaitingAttaches = 0;
        });
        var user = new StalledUser(FakeUser.Attach);
        user.Stall();
        var first = gateway.Request(user);
        var serving = gateway.ServeAsync(first.Context);
        await user.Calls.WaitForAsync(FakeUser.Attach);
        gateway.Users.Asked = () => Assert.Fail("A bad token asked for a user.");

        for (var i = 0; i < 1_000; i++)
        {
            var (context, _, _) = gateway.Request(user);
            context.Features.Set(new HiddenToken(TestTokens.SignHs256("""{"sub":"alice","exp":9999999999}""", "another secret, but of 32 bytes and more")));
            await gateway.ServeAsync(context);
            Assert.Equal(401, context.Response.StatusCode);
        }

        gateway.Users.Asked = null;
        user.Release();
        first.Stream.Dispose();
        await serving.WithinReason();
    }

    private static int RetryAfter(HttpResponse response) => int.Parse(response.Headers.RetryAfter.ToString(), CultureInfo.InvariantCulture);
}
