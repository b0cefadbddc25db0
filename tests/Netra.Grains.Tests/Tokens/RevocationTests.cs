using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;
using StreamPosition = Netra.Protocol.StreamPosition;

namespace Netra.Grains.Tests;

/// <summary>Tokens that are revoked while their connections are open, come, or come back.</summary>
public sealed class RevocationTests : IAsyncDisposable
{
    private readonly GrainUser _user = new();

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    private long NowMs => _user.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private long NowS => NowMs / 1000;

    [Fact]
    public Task Revoke_AllOfTheUser_ClosesAllThatHaveATokenAndRefusesThoseOfTheSecondAndBefore() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var before = await AttachAsync(grain, "before", new TokenStamp(NowS, null));
        var without = await AttachAsync(grain, "without", new TokenStamp(null, "j"));
        // Of a clock that is ahead.
        var ahead = await AttachAsync(grain, "ahead", new TokenStamp(NowS + 20, null));
        var unstamped = await AttachAsync(grain, "unstamped", null);

        Assert.Equal(new TokenRevocationResult(true, 3), await grain.RevokeTokensAsync(new TokenRevocation()));

        Assert.Equal(
            new[] { before, without, ahead }.Select(closed => (closed.Connection, CloseCode.Unauthorized, "token_revoked")), _user.Closes());
        Assert.Equal([unstamped.Connection], await grain.ListedAsync());
        Assert.False(await grain.AcceptsTokenAsync(new TokenStamp(NowS, null)));
        Assert.True(await grain.AcceptsTokenAsync(new TokenStamp(NowS + 1, null)));
        Assert.Equal(NowS, (await _user.HeadAsync()).TokensRevokedUpToS);
    });

    [Fact]
    public Task Revoke_OneToken_ClosesItsConnectionsAlone() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var meant = await AttachAsync(grain, "meant", new TokenStamp(NowS, "a"));
        var other = await AttachAsync(grain, "other", new TokenStamp(NowS, "b"));

        Assert.Equal(new TokenRevocationResult(true, 1), await grain.RevokeTokensAsync(new TokenRevocation("a", NowMs + 60_000)));

        Assert.Equal([meant.Connection], _user.Closes().Select(close => close.Connection));
        Assert.Equal([other.Connection], await grain.ListedAsync());
        Assert.False(await grain.AcceptsTokenAsync(new TokenStamp(NowS, "a")));
        Assert.True(await grain.AcceptsTokenAsync(new TokenStamp(NowS, "b")));
    });

    [Fact]
    public Task Revoke_GrainIsLost_RefusesStill() => Exclusively.RunAsync(async () =>
    {
        var first = await _user.ActivateAsync();
        var tab = await AttachAsync(first, "tab", new TokenStamp(NowS, "a"));
        var all = await AttachAsync(first, "all", new TokenStamp(NowS, "b"));
        await first.RevokeTokensAsync(new TokenRevocation("a"));
        await first.RevokeTokensAsync(new TokenRevocation());

        var grain = await _user.ActivateAsync();
        var cursor = new StreamPosition(0, (await _user.HeadAsync()).Epoch);
        Assert.Equal(AttachStatus.TokenRevoked, (await grain.AttachAsync(tab with { Cursor = cursor })).Status);
        Assert.Equal(AttachStatus.TokenRevoked, (await grain.AttachAsync(all with { Cursor = cursor })).Status);
        Assert.Equal(AttachStatus.TokenRevoked, (await grain.AttachAsync(_user.Connection() with { Token = new TokenStamp(NowS + 1, "a") })).Status);
        Assert.Equal(AttachStatus.Attached, (await grain.AttachAsync(_user.Connection() with { Token = new TokenStamp(NowS + 1, "b") })).Status);
        Assert.Single(await grain.ListedAsync());
    });

    [Fact]
    public Task Attach_RevokedTokenAtTheLimit_SaysRevoked() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await AttachAsync(grain, "tab", null);
        await grain.RevokeTokensAsync(new TokenRevocation());

        var refused = await grain.AttachAsync(_user.Connection("other") with { ConnectionLimit = 1, Token = new TokenStamp(NowS, null) });
        Assert.Equal(AttachStatus.TokenRevoked, refused.Status);
    });

    [Fact]
    public Task Attach_TokenIsRevokedWhileItsSessionIsStored_DoesNotSurvive() => Exclusively.RunAsync(async () =>
    {
        _user.Options.MaxCommitsInFlight = 1;
        var blocking = new BlockingLog(_user.Log);
        _user.Over = blocking;
        var grain = await _user.ActivateAsync();
        var publishing = grain.PublishAsync(1);
        while (blocking.Commits.Count < 1) await Task.Yield();
        // Both wait for the commit that is under way, and are in the next one.
        var revoking = grain.RevokeTokensAsync(new TokenRevocation());
        var attaching = grain.AttachAsync(_user.Connection() with { Token = new TokenStamp(NowS, null) });
        while (!(publishing.IsCompleted && revoking.IsCompleted && attaching.IsCompleted)) await blocking.AnswerAllAsync();

        Assert.Equal(AttachStatus.TokenRevoked, (await attaching).Status);
        Assert.True((await revoking).Revoked);
        Assert.Empty(await grain.ListedAsync());
    });

    [Fact]
    public Task Revoke_NotDurable_RefusesNothing() => Exclusively.RunAsync(async () =>
    {
        var failing = new FailingLog(_user.Log);
        _user.Over = failing;
        var grain = await _user.ActivateAsync();
        var tab = await AttachAsync(grain, "tab", new TokenStamp(NowS, "a"));
        failing.CommitFailures.Enqueue(new StorageUnavailableException("down"));

        await Assert.ThrowsAsync<UserUnavailableException>(() => grain.RevokeTokensAsync(new TokenRevocation("a")));

        Assert.True(await grain.AcceptsTokenAsync(new TokenStamp(NowS, "a")));
        Assert.Equal([tab.Connection], await grain.ListedAsync());
        Assert.Equal(new TokenRevocationResult(true, 1), await grain.RevokeTokensAsync(new TokenRevocation("a")));
    });

    [Fact]
    public Task Revoke_ByAnotherActivation_ClosesWhatIsAttachedHereAtTheNextWrite() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var tab = await AttachAsync(grain, "tab", new TokenStamp(NowS, "a"));
        await (await _user.ActivateAsync()).RevokeTokensAsync(new TokenRevocation("a"));

        await grain.PublishAsync(1);

        Assert.Equal([(tab.Connection, CloseCode.Unauthorized, "token_revoked")], _user.Closes());
        Assert.Empty(await grain.ListedAsync());
    });

    [Fact]
    public Task Revoke_AnotherActivationComesBetween_IsDoneOnce() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await AttachAsync(grain, "tab", new TokenStamp(NowS, "b"));
        await (await _user.ActivateAsync()).RevokeTokensAsync(new TokenRevocation("a"));

        Assert.Equal(new TokenRevocationResult(true, 1), await grain.RevokeTokensAsync(new TokenRevocation("b")));

        Assert.Equal(2, (await _user.HeadAsync()).RevokedTokenCount);
        Assert.Equal(["a", "b"], await StoredAsync());
    });

    [Fact]
    public Task Revoke_AsManyAsMayBe_IsRefusedUntilOneHasExpired() => Exclusively.RunAsync(async () =>
    {
        _user.Options.MaxRevokedTokens = 2;
        var grain = await _user.ActivateAsync();
        Assert.True((await grain.RevokeTokensAsync(new TokenRevocation("a", NowMs + 1_000))).Revoked);
        Assert.True((await grain.RevokeTokensAsync(new TokenRevocation("b"))).Revoked);
        var tab = await AttachAsync(grain, "tab", new TokenStamp(NowS, "c"));

        Assert.Equal(new TokenRevocationResult(false, 0), await grain.RevokeTokensAsync(new TokenRevocation("c")));
        Assert.Equal([tab.Connection], await grain.ListedAsync());
        Assert.True((await grain.RevokeTokensAsync(new TokenRevocation("b"))).Revoked);
        Assert.True((await grain.RevokeTokensAsync(new TokenRevocation())).Revoked);

        // Within the clock skew it is accepted behind its end: it is refused still.
        _user.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.False((await grain.RevokeTokensAsync(new TokenRevocation("c"))).Revoked);
        _user.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.True((await grain.RevokeTokensAsync(new TokenRevocation("c"))).Revoked);
        Assert.Equal(["b", "c"], await StoredAsync());
        Assert.Equal(2, (await _user.HeadAsync()).RevokedTokenCount);
    });

    [Fact]
    public Task Revoke_AllOfTheUser_ForgetsTheTokensThatItCovers() => Exclusively.RunAsync(async () =>
    {
        _user.Options.MaxRevokedTokens = 2;
        var first = await _user.ActivateAsync();
        await first.RevokeTokensAsync(new TokenRevocation("a"));
        var grain = await _user.ActivateAsync();
        Assert.True(await grain.AcceptsTokenAsync(new TokenStamp(NowS, "b")));
        _user.Time.Advance(TimeSpan.FromSeconds(59));
        await grain.RevokeTokensAsync(new TokenRevocation("b"));
        Assert.False((await grain.RevokeTokensAsync(new TokenRevocation("c"))).Revoked);

        // Of the second nobody knows whether its token was made by a clock that is ahead.
        _user.Time.Advance(TimeSpan.FromSeconds(1));
        await grain.RevokeTokensAsync(new TokenRevocation());
        Assert.Equal(["b"], await StoredAsync());
        Assert.False(await grain.AcceptsTokenAsync(new TokenStamp(NowS, "a")));
        Assert.False(await grain.AcceptsTokenAsync(new TokenStamp(NowS + 20, "b")));

        _user.Time.Advance(TimeSpan.FromSeconds(60));
        await grain.RevokeTokensAsync(new TokenRevocation());
        Assert.Empty(await StoredAsync());
        Assert.Equal(0, (await _user.HeadAsync()).RevokedTokenCount);
        Assert.False(await (await _user.ActivateAsync()).AcceptsTokenAsync(new TokenStamp(NowS, "b")));
    });

    [Fact]
    public Task Revoke_AllOfTheUserWhileAFreshTokenIsTaken_TheConnectionWithItStays() => Exclusively.RunAsync(async () =>
    {
        var blocking = new BlockingLog(_user.Log);
        _user.Over = blocking;
        var grain = await _user.ActivateAsync();
        var attaching = AttachAsync(grain, "tab", new TokenStamp(NowS, null));
        await AnswerAsync(attaching);
        var tab = await attaching;
        var revoking = grain.RevokeTokensAsync(new TokenRevocation());
        Assert.Equal(TokenRenewalStatus.Accepted, await grain.RenewTokenAsync(tab.Connection, new TokenStamp(NowS + 1, null)));

        await AnswerAsync(revoking);

        Assert.Equal(new TokenRevocationResult(true, 0), await revoking);
        Assert.Equal([tab.Connection], await grain.ListedAsync());

        async Task AnswerAsync(Task call)
        {
            while (!call.IsCompleted)
            {
                await blocking.AnswerAllAsync();
                await Task.Yield();
            }
        }
    });

    [Fact]
    public Task Revoke_SameTokenAgainWithAnEarlierEnd_KeepsTheLaterOne() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await grain.RevokeTokensAsync(new TokenRevocation("a", 5_000_000_000_000));
        await grain.RevokeTokensAsync(new TokenRevocation("a", 4_000_000_000_000));

        var stored = (await _user.Log.LoadAsync(_user.Id, CancellationToken.None)).RevokedTokens;
        Assert.Equal([new RevokedTokenRecord("a", 5_000_000_000_000)], stored);
    });

    [Fact]
    public Task Revoke_IdThatCannotBeStored_IsRefusedAndDisturbsNothing() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        foreach (var id in new[] { "", "half of a pair \ud800", new string('j', 129) })
            await Assert.ThrowsAnyAsync<ArgumentException>(() => grain.RevokeTokensAsync(new TokenRevocation(id)));

        Assert.True((await grain.RevokeTokensAsync(new TokenRevocation(new string('j', 128)))).Revoked);
    });

    [Fact]
    public Task RenewToken_OpenConnection_CountsWithTheFreshTokenUnlessThatWasRevoked() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var tab = await AttachAsync(grain, "tab", new TokenStamp(NowS, "old"));
        var late = await AttachAsync(grain, "late", new TokenStamp(NowS, "late"));
        await grain.RevokeTokensAsync(new TokenRevocation("bad"));

        Assert.Equal(TokenRenewalStatus.UnknownConnection, await grain.RenewTokenAsync(ConnectionId.NewId(), new TokenStamp(NowS, "new")));
        Assert.Equal(TokenRenewalStatus.Accepted, await grain.RenewTokenAsync(tab.Connection, new TokenStamp(NowS, "new")));
        Assert.Equal(TokenRenewalStatus.Revoked, await grain.RenewTokenAsync(tab.Connection, new TokenStamp(NowS, "bad")));
        Assert.Equal(TokenRenewalStatus.Revoked, await grain.RenewTokenAsync(late.Connection, new TokenStamp(NowS, "bad")));

        Assert.Equal(0, (await grain.RevokeTokensAsync(new TokenRevocation("old"))).ClosedConnections);
        Assert.Equal(1, (await grain.RevokeTokensAsync(new TokenRevocation("new"))).ClosedConnections);
        Assert.Equal(1, (await grain.RevokeTokensAsync(new TokenRevocation("late"))).ClosedConnections);
    });

    private async Task<AttachRequest> AttachAsync(UserGrain grain, string client, TokenStamp? token)
    {
        var tab = _user.Connection(client) with { Token = token };
        Assert.Equal(AttachStatus.Attached, (await grain.AttachAsync(tab)).Status);
        return tab;
    }

    private async Task<List<string>> StoredAsync() =>
        [.. (await _user.Log.LoadAsync(_user.Id, CancellationToken.None)).RevokedTokens.Select(token => token.TokenId).Order(StringComparer.Ordinal)];
}
