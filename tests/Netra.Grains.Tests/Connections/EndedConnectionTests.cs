using Netra.Abstractions;
using Netra.Protocol;
using StreamPosition = Netra.Protocol.StreamPosition;

namespace Netra.Grains.Tests;

/// <summary>Connections that leave the list, whatever order the words about them come in.</summary>
public sealed class EndedConnectionTests : IAsyncDisposable
{
    private readonly GrainUser _user = new();

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Attach_BehindItsDetach_IsRefusedForAWhile(bool isOpen) => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var tab = _user.Connection() with { Cursor = isOpen ? await CursorAsync() : null };
        await grain.DetachAsync(tab.Connection);

        await Assert.ThrowsAsync<UserUnavailableException>(() => grain.AttachAsync(tab));
        Assert.Empty(await grain.ListedAsync());

        _user.Time.Advance(_user.Options.EndedConnectionRetention);
        Assert.Equal(AttachStatus.Attached, (await grain.AttachAsync(tab)).Status);
    });

    [Fact]
    public void Remember_MoreThanMayBe_ForgetsTheOldestAndAllInTime()
    {
        var ended = new EndedConnections(2, TimeSpan.FromSeconds(1));
        var ids = Enumerable.Range(0, 3).Select(_ => ConnectionId.NewId()).ToList();
        foreach (var id in ids) ended.Remember(id, null, nowMs: 0);

        Assert.Equal([false, true, true], ids.Select(id => ended.TryFind(id, 999, out _)));
        Assert.False(ended.TryFind(ids[2], 1_000, out _));
        Assert.Equal(0, ended.Count);
    }

    [Fact]
    public Task Renew_ConnectionThatItsGatewayDoesNotName_IsGone() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var (stays, goes, elsewhere) = (_user.Connection("stays"), _user.Connection("goes"), _user.Connection("else") with { Gateway = GrainUser.NewGateway() });
        _user.Time.Advance(TimeSpan.FromMilliseconds(1));
        var younger = _user.Connection("younger");
        foreach (var tab in new[] { stays, goes, elsewhere, younger }) await grain.AttachAsync(tab);

        var answers = await grain.RenewAsync(LeasesOf(younger.ConnectedAtMs, stays));

        Assert.True(Assert.Single(answers).Known);
        Assert.Equal([stays.Connection, elsewhere.Connection, younger.Connection], await grain.ListedAsync());
    });

    [Fact]
    public Task Renew_ConnectionIsBeingAttached_StaysAlthoughItIsNotNamed() => Exclusively.RunAsync(async () =>
    {
        var blocking = new BlockingLog(_user.Log);
        _user.Over = blocking;
        var grain = await _user.ActivateAsync();
        var tab = _user.Connection();
        var attaching = grain.AttachAsync(tab);
        while (blocking.Commits.Count == 0) await Task.Yield();
        await grain.RenewAsync(LeasesOf(tab.ConnectedAtMs + 1));
        await blocking.AnswerAllAsync();

        Assert.Equal(AttachStatus.Attached, (await attaching).Status);
        Assert.Equal([tab.Connection], await grain.ListedAsync());
    });

    [Fact]
    public Task Renew_ByARestartedGateway_SaysNothingOfItsPredecessor() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var before = _user.Connection() with { Gateway = GrainUser.NewGateway() };
        await grain.AttachAsync(before);
        var after = SiloAddress.New(before.Gateway.Endpoint, before.Gateway.Generation + 1);

        var answers = await grain.RenewAsync(new UserLeases(_user.Id, after, before.ConnectedAtMs + 1, [new LeaseRenewal(ConnectionId.NewId(), 0, 0)]));
        Assert.False(Assert.Single(answers).Known);
        Assert.Equal([before.Connection], await grain.ListedAsync());

        _user.Dead.Add(before.Gateway);
        Assert.Empty(await grain.ListedAsync());
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Disconnect_OneOrAll_ClosesThemWithTheReason(bool all) => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var (one, two) = (_user.Connection("one"), _user.Connection("two"));
        await grain.AttachAsync(one);
        await grain.AttachAsync(two);
        const string reason = """{"reason":"bye","reconnect":false}""";

        Assert.Equal(all ? 2 : 1, await grain.DisconnectAsync(new DisconnectRequest(all ? null : one.Connection, reason)));

        Assert.Equal(
            all ? [one.Connection, two.Connection] : [one.Connection],
            _user.Closes().Where(close => close.Code == CloseCode.Disconnected && close.Reason == reason).Select(close => close.Connection));
        Assert.Equal(all ? [] : [two.Connection], await grain.ListedAsync());
    });

    [Fact]
    public Task Disconnect_UnknownConnection_AnswersNone() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await grain.AttachAsync(_user.Connection());

        Assert.Equal(0, await grain.DisconnectAsync(new DisconnectRequest(ConnectionId.NewId(), "")));
        Assert.Single(await grain.ListedAsync());
        Assert.Empty(_user.Closes());
    });

    [Fact]
    public Task Disconnect_ConnectionThatHasNotComeBackFromAFailover_IsToldWhyWhenItDoes() => Exclusively.RunAsync(async () =>
    {
        var first = await _user.ActivateAsync();
        var request = _user.Connection();
        var attached = await first.AttachAsync(request);
        var grain = await _user.ActivateAsync();

        Assert.Equal(0, await grain.DisconnectAsync(new DisconnectRequest(request.Connection, "why")));

        var back = await grain.AttachAsync(request with { Cursor = new StreamPosition(0, attached.Epoch) });
        Assert.Equal((AttachStatus.Disconnected, "why"), (back.Status, back.CloseReason));
        Assert.Empty(await grain.ListedAsync());
    });

    [Fact]
    public Task Disconnect_CloseIsLostAndTheGatewayAttachesAgain_IsToldWhy() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var tab = _user.Connection();
        await grain.AttachAsync(tab);
        await grain.DisconnectAsync(new DisconnectRequest(null, "why"));
        Assert.False(Assert.Single(await grain.RenewAsync(LeasesOf(0, tab))).Known);

        var again = await grain.AttachAsync(tab with { Cursor = await CursorAsync() });

        Assert.Equal((AttachStatus.Disconnected, "why"), (again.Status, again.CloseReason));
        Assert.Empty(await grain.ListedAsync());
    });

    [Fact]
    public Task DisconnectAll_OpenConnectionsAreNotBackAfterAFault_ClosesThemWhenTheyCome() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var cursor = await CursorAsync();
        var (open, other) = (_user.Connection("open") with { Cursor = cursor }, _user.Connection("other") with { Cursor = cursor });
        Assert.Equal(0, await grain.DisconnectAsync(new DisconnectRequest(null, "why")));
        _user.Time.Advance(TimeSpan.FromMilliseconds(1));
        var (younger, fresh) = (_user.Connection("younger") with { Cursor = cursor }, _user.Connection("open"));

        var came = await grain.AttachAsync(open);

        Assert.Equal((AttachStatus.Disconnected, "why"), (came.Status, came.CloseReason));
        Assert.Equal(AttachStatus.Attached, (await grain.AttachAsync(younger)).Status);
        Assert.Equal(AttachStatus.Attached, (await grain.AttachAsync(fresh)).Status);
        _user.Time.Advance(_user.Options.EndedConnectionRetention);
        Assert.Equal(AttachStatus.Attached, (await grain.AttachAsync(other)).Status);
    });

    [Fact]
    public Task Disconnect_WhileAttaching_LeavesNothingOnTheList() => Exclusively.RunAsync(async () =>
    {
        var blocking = new BlockingLog(_user.Log);
        _user.Over = blocking;
        var grain = await _user.ActivateAsync();
        var tab = _user.Connection();
        var attaching = grain.AttachAsync(tab);
        while (blocking.Commits.Count == 0) await Task.Yield();

        Assert.Equal(1, await grain.DisconnectAsync(new DisconnectRequest(null, "why")));
        await blocking.AnswerAllAsync();

        // The close is with the gateway before this answer is.
        Assert.Equal(AttachStatus.Attached, (await attaching).Status);
        Assert.Equal([(tab.Connection, CloseCode.Disconnected, "why")], _user.Closes());
        Assert.Empty(await grain.ListedAsync());
    });

    private async Task<StreamPosition> CursorAsync() => new(0, (await _user.HeadAsync()).Epoch);

    private UserLeases LeasesOf(long asOfMs, params AttachRequest[] tabs) =>
        new(_user.Id, GrainUser.Gateway, asOfMs, [.. tabs.Select(tab => new LeaseRenewal(tab.Connection, 0, 0))]);
}
