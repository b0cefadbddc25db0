using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>Seqs that will not come, in the place where they would have (protocol section 2.3), and the state that went with them.</summary>
public sealed class ConnectionSkippedTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task CatchUp_HolesOfEveryReason_AreSaidInTheirPlaces()
    {
        var user = new FakeUser().Append(9).Punch(SkipReason.Expired, 1, 2, 5).Punch(SkipReason.Revoked, 6).Punch(SkipReason.Overflow, 9);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.ExpectSkippedAsync(1, 2, "expired");
        await client.ExpectNotesAsync(3, 4);
        await client.ExpectSkippedAsync(5, 5, "expired");
        await client.ExpectSkippedAsync(6, 6, "revoked");
        await client.ExpectNotesAsync(7, 8);
        await client.ExpectSkippedAsync(9, 9, "overflow");
        await client.ExpectNothingAsync();
        Assert.Equal(9, _gateway.Connection.Cursor);
        _gateway.Publish(user, 1);
        await client.ExpectNotesAsync(10, 10);
        Assert.Equal(1, user.Calls.Count(FakeUser.Pull));
    }

    [Fact]
    public async Task CatchUp_NothingButHoles_AckReachesTheHead()
    {
        var user = new FakeUser().Append(3).Punch(SkipReason.Revoked, 1, 2, 3);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await client.ExpectSkippedAsync(1, 3, "revoked");

        await client.SendAsync("""{"type":"ack","payload":{"seq":3}}""");

        await user.Calls.WaitForAsync("acknowledge 3");
    }

    [Fact]
    public async Task CatchUp_PushComesWhileThePageIsOnItsWay_NothingIsRepeatedOrLost()
    {
        var user = new StalledUser(FakeUser.Pull);
        user.Append(4).Punch(SkipReason.Expired, 2, 4);
        user.StallAnswers();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await user.HasAnswerAsync();

        _gateway.Publish(user, 2);
        user.Punch(SkipReason.Revoked, 5);
        user.Release();

        await client.ExpectNotesAsync(1, 1);
        await client.ExpectSkippedAsync(2, 2, "expired");
        await client.ExpectNotesAsync(3, 3);
        await client.ExpectSkippedAsync(4, 4, "expired");
        await client.ExpectSkippedAsync(5, 5, "revoked");
        await client.ExpectNotesAsync(6, 6);
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public async Task Resume_WhileTheStateIsOwed_StateIsNotLost(long lastSeq, bool isBehindTheHole)
    {
        var user = new StalledUser(FakeUser.ReadState);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        user.AppendChange();
        user.Punch(SkipReason.Expired, 1);
        user.Stall();
        _gateway.Connection.NoteHead(1);
        await client.ExpectSkippedAsync(1, 1, "expired");
        await user.Calls.WaitForAsync(FakeUser.ReadState);

        await client.SendAsync($$$"""{"type":"resume","payload":{"last_seq":{{{lastSeq}}}}}""");
        await client.NextAsync("resumed");
        user.Release();

        if (!isBehindTheHole) await client.ExpectSkippedAsync(1, 1, "expired");
        Assert.Equal("""{"version":1,"state":{},"reason":"reconnection"}""", (await client.NextAsync("state_resync")).Payload.GetRawText());
        await client.ExpectNothingAsync();
        _gateway.Publish(user, 1);
        await client.ExpectNotesAsync(2, 2);
    }

    [Fact]
    public async Task CatchUp_MoreHolesThanTheQueueHolds_AreTakenAsItDrains()
    {
        await using var gateway = new TestGateway(options => options.MaxQueuedFrames = 16);
        var user = new FakeUser().Append(2_000).Punch(SkipReason.Expired, Enumerable.Range(1, 1_000).Select(i => 2L * i));
        var client = await gateway.ConnectAsync(user, windowBytes: 2_048);

        await client.GreetedAsync();
        for (var seq = 1; seq < 2_000; seq += 2)
        {
            await client.ExpectNotesAsync(seq, seq);
            await client.ExpectSkippedAsync(seq + 1, seq + 1, "expired");
        }

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task CatchUp_StateMissed_ResyncBehindTheSkippedFrameAndBeforeTheRest()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        user.Append(5).MarkState(2, 3).Punch(SkipReason.Overflow, 2, 3).SetState(7, """{"a":1}""");

        _gateway.Connection.NoteHead(5);

        await client.ExpectNotesAsync(1, 1);
        await client.ExpectSkippedAsync(2, 3, "overflow");
        Assert.Equal("""{"version":7,"state":{"a":1},"reason":"reconnection"}""", (await client.NextAsync("state_resync")).Payload.GetRawText());
        await client.ExpectNotesAsync(4, 5);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task CatchUp_SeveralChangesMissedBelowOneHead_OneResyncHoldsThemAll()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        user.Append(6).MarkState(2, 4).Punch(SkipReason.Overflow, 2, 4, 6);

        _gateway.Connection.NoteHead(6);

        await client.ExpectNotesAsync(1, 1);
        await client.ExpectSkippedAsync(2, 2, "overflow");
        await client.NextAsync("state_resync");
        await client.ExpectNotesAsync(3, 3);
        await client.ExpectSkippedAsync(4, 4, "overflow");
        await client.ExpectNotesAsync(5, 5);
        await client.ExpectSkippedAsync(6, 6, "overflow");
        await client.ExpectNothingAsync();
        Assert.Equal(1, user.Calls.Count(FakeUser.ReadState));
    }

    [Fact]
    public async Task CatchUp_StateMissedAgainLater_ResyncsAgain()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        user.Append(1).MarkState(1).Punch(SkipReason.Overflow, 1);
        _gateway.Connection.NoteHead(1);
        await client.ExpectSkippedAsync(1, 1, "overflow");
        await client.NextAsync("state_resync");

        user.Append(1).MarkState(2).Punch(SkipReason.Overflow, 2);
        _gateway.Connection.NoteHead(2);

        await client.ExpectSkippedAsync(2, 2, "overflow");
        await client.NextAsync("state_resync");
        _gateway.Publish(user, 1);
        await client.ExpectNotesAsync(3, 3);
    }

    [Fact]
    public async Task Begin_SnapshotHoldsWhatTheReplayMisses_NoResync()
    {
        var user = new FakeUser().Append(3).MarkState(2).Punch(SkipReason.Overflow, 2).SetState(1, """{"a":1}""");
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.ExpectNotesAsync(1, 1);
        await client.ExpectSkippedAsync(2, 2, "overflow");
        await client.ExpectNotesAsync(3, 3);
        await client.ExpectNothingAsync();
        Assert.Equal(0, user.Calls.Count(FakeUser.ReadState));
    }

    [Fact]
    public async Task CatchUp_StateCannotBeRead_AskedAgainAndLiveFramesWait()
    {
        var user = new UnavailableUser(FakeUser.ReadState);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        user.Append(2).MarkState(1).Punch(SkipReason.Overflow, 1);
        _gateway.Connection.NoteHead(2);

        await client.ExpectSkippedAsync(1, 1, "overflow");
        var first = await _gateway.Time.NextTimerAsync();
        _gateway.Time.Advance(first);
        var second = await _gateway.Time.NextTimerAsync();
        _gateway.Publish(user, 1);
        await client.ExpectNothingAsync();
        Assert.Equal((100, 200), (first.TotalMilliseconds, second.TotalMilliseconds));

        user.IsDown = false;
        _gateway.Time.Advance(second);
        await client.NextAsync("state_resync");
        await client.ExpectNotesAsync(2, 3);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Resume_WhileTheStateIsRead_ReadIsVoidAndHolesAreSaidAgain()
    {
        var user = new StalledUser(FakeUser.ReadState);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        user.Append(3).MarkState(2).Punch(SkipReason.Overflow, 2).SetState(4, "{}");
        user.StallAnswers();
        _gateway.Connection.NoteHead(3);
        await client.ExpectNotesAsync(1, 1);
        await client.ExpectSkippedAsync(2, 2, "overflow");
        await user.HasAnswerAsync();

        await client.SendAsync("""{"type":"resume","payload":{"last_seq":1}}""");
        await client.NextAsync("resumed");
        user.Release();

        await client.ExpectSkippedAsync(2, 2, "overflow");
        await client.NextAsync("state_resync");
        await client.ExpectNotesAsync(3, 3);
        await client.ExpectNothingAsync();
    }
}
