using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>What matters most is replayed first (protocol section 3).</summary>
public sealed class ConnectionExpeditedTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Begin_ReplayWithExpedited_SendsThemFirstAndPassesThemInTheirTurn()
    {
        var user = new FakeUser().Append(6).Expedite(2, 5);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.ExpectExpeditedAsync(2, 5);
        await client.ExpectNotesAsync(1, 1);
        await client.ExpectNotesAsync(3, 4);
        await client.ExpectNotesAsync(6, 6);
        await client.ExpectNothingAsync();

        Assert.Equal(6, _gateway.Connection.Cursor);
        Assert.Equal([(0, true, 6), (0, false, 6)], user.Pulls.Select(pull => (pull.AfterSeq, pull.OnlyExpedited, pull.ExpeditedUpTo)));
    }

    [Fact]
    public async Task Begin_EverythingExpedited_OrdinaryRunPassesInSilenceToTheHead()
    {
        var user = new FakeUser().Append(3).Expedite(1, 2, 3);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.ExpectExpeditedAsync(1, 2, 3);
        await client.ExpectNothingAsync();
        _gateway.Publish(user, 1);

        await client.ExpectNotesAsync(4, 4);
        Assert.Equal(4, _gateway.Connection.Cursor);
    }

    [Fact]
    public async Task Begin_WithoutExpedited_OneRun()
    {
        var user = new FakeUser().Append(3);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.ExpectNotesAsync(1, 3);

        Assert.Equal([(false, 0)], user.Pulls.Select(pull => (pull.OnlyExpedited, pull.ExpeditedUpTo)));
    }

    [Fact]
    public async Task Begin_ManyExpedited_RunsAheadOverSeveralPages()
    {
        var even = Enumerable.Range(1, 300).Select(i => 2L * i).ToArray();
        var user = new FakeUser().Append(600).Expedite(even);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.ExpectExpeditedAsync(even);
        for (var seq = 1; seq < 600; seq += 2) await client.ExpectNotesAsync(seq, seq);
        await client.ExpectNothingAsync();

        Assert.True(user.Pulls.Count(pull => pull.OnlyExpedited) >= 3);
        Assert.All(user.Pulls, pull => Assert.Equal(600, pull.ExpeditedUpTo));
    }

    [Fact]
    public async Task Begin_SlowSocket_KeepsOrderAndBounds()
    {
        await using var gateway = new TestGateway(options =>
        {
            options.MaxMessageBytes = 4_096;
            options.MaxQueuedFrames = 16;
            options.MaxQueuedBytes = 16_384;
        });
        var even = Enumerable.Range(1, 100).Select(i => 2L * i).ToArray();
        var user = new FakeUser().Append(200, padding: 1_000).Expedite(even);
        var client = await gateway.ConnectAsync(user, windowBytes: 4_096);

        // The client does not read: what is pulled stays within the queue and the socket's window.
        await user.Calls.WaitForAsync(FakeUser.Pull, 2);
        gateway.Publish(user, 5, padding: 1_000);
        Assert.InRange(user.FramesPulled, 1, 40);
        Assert.Equal(0, gateway.Connection.Cursor);

        await client.GreetedAsync();
        await client.ExpectExpeditedAsync(even);
        for (var seq = 1; seq < 200; seq += 2) await client.ExpectNotesAsync(seq, seq);
        await client.ExpectNotesAsync(201, 205);
    }

    [Fact]
    public async Task Ack_DuringTheRunAhead_IsNotBeyondWhatCameInTurn()
    {
        var user = new StalledUser(FakeUser.Pull);
        user.Append(4).Expedite(3);
        user.StallAnswers();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await user.HasAnswerAsync();
        user.ReleaseAndStallAnswers();
        await client.ExpectExpeditedAsync(3);
        await user.HasAnswerAsync(2);

        // Frame 3 has come, but not in its turn: nothing can be acknowledged.
        await client.SendAsync("""{"type":"ack","payload":{"seq":3}}""");
        await client.ExpectNothingAsync();
        Assert.Equal(0, _gateway.Connection.Cursor);
        Assert.Empty(user.Acknowledged);

        user.Release();
        await client.ExpectNotesAsync(1, 2);
        await client.ExpectNotesAsync(4, 4);
        await client.SendAsync("""{"type":"ack","payload":{"seq":99}}""");
        await user.Calls.WaitForAsync("acknowledge 4");
        Assert.Equal([4], user.Acknowledged);
    }

    [Fact]
    public async Task Ack_WhatWasPassedInSilence_CountsAsSent()
    {
        var user = new FakeUser().Append(2).Expedite(1, 2);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await client.ExpectExpeditedAsync(1, 2);
        await client.ExpectNothingAsync();

        await client.SendAsync("""{"type":"ack","payload":{"seq":2}}""");

        await user.Calls.WaitForAsync("acknowledge 2");
    }

    [Fact]
    public async Task Deliver_DuringTheRunAhead_LiveFrameWaitsForTheWholeReplay()
    {
        var user = new StalledUser(FakeUser.Pull);
        user.Append(3).Expedite(2);
        user.StallAnswers();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await user.HasAnswerAsync();

        // High priority, but live: it keeps its place.
        user.Expedite(4);
        _gateway.Publish(user, 2);
        await client.ExpectNothingAsync();
        user.Release();

        await client.ExpectExpeditedAsync(2);
        await client.ExpectNotesAsync(1, 1);
        await client.ExpectNotesAsync(3, 5);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Resume_InTheMiddleOfTheRunAhead_EndsItAndNothingIsPassed()
    {
        var user = new StalledUser(FakeUser.Pull);
        user.Append(5).Expedite(2, 4);
        user.StallAnswers();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await user.HasAnswerAsync();

        await client.SendAsync("""{"type":"resume","payload":{"last_seq":1}}""");
        await client.NextAsync("resumed");
        user.Release();

        await client.ExpectNotesAsync(2, 5);
        await client.ExpectNothingAsync();
        Assert.Equal((1, false, 0), (user.Pulls[^1].AfterSeq, user.Pulls[^1].OnlyExpedited, user.Pulls[^1].ExpeditedUpTo));
    }

    [Fact]
    public async Task Resume_BehindAnExpeditedReplay_SendsEveryFrameInItsTurn()
    {
        var user = new FakeUser().Append(4).Expedite(3);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await client.ExpectExpeditedAsync(3);
        await client.ExpectNotesAsync(1, 2);
        await client.ExpectNotesAsync(4, 4);

        await client.SendAsync("""{"type":"resume","payload":{"last_seq":0}}""");

        await client.NextAsync("resumed");
        await client.ExpectNotesAsync(1, 4);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task RunAhead_GrainFailsAndForgets_GoesOnWhereItWas()
    {
        var user = new UnavailableUser(FakeUser.Pull);
        user.Append(4).Expedite(2, 4);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        var delay = await _gateway.Time.NextTimerAsync();
        user.IsDown = false;
        user.ForgetConnections();
        _gateway.Time.Advance(delay);

        await client.ExpectExpeditedAsync(2, 4);
        await client.ExpectNotesAsync(1, 1);
        await client.ExpectNotesAsync(3, 3);
        await client.ExpectNothingAsync();
        Assert.Equal(0, user.AttachRequests[1].Cursor!.Value.Seq);
    }

    [Fact]
    public async Task RunAhead_FrameRevokedMeanwhile_OrdinaryRunSaysSo()
    {
        var user = new StalledUser(FakeUser.Pull);
        user.Append(3).Expedite(2);
        user.StallAnswers();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await user.HasAnswerAsync();

        user.Punch(SkipReason.Revoked, 2);
        user.Release();

        await client.ExpectExpeditedAsync(2);
        await client.ExpectNotesAsync(1, 1);
        await client.ExpectSkippedAsync(2, 2, "revoked");
        await client.ExpectNotesAsync(3, 3);
    }
}
