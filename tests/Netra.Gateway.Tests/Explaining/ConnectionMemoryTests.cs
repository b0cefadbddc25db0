using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>What a gateway remembers of its connections, held against what their clients got.</summary>
public sealed class ConnectionMemoryTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();
    private readonly FakeUser _user = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Recall_LiveConnection_WasGivenWhatItsClientReadAndNothingElse()
    {
        _user.Append(4);
        using var client = await _gateway.ConnectAsync(_user, "?last_seq=2&epoch=epoch1");
        await client.GreetedAsync();
        await client.ExpectNotesAsync(3, 4);
        _gateway.Publish(_user, 2);
        await client.ExpectNotesAsync(5, 6);
        await client.ExpectNothingAsync();

        Assert.Equal("BeganLater BeganLater Given Given Given Given NotYet", Tell(1, 7));
        var trace = Assert.Single(Recall(3));
        Assert.Equal(("live", 2, 6, 0), (trace.State, trace.FirstCursor, trace.Cursor, trace.QueuedFrames));
        Assert.Equal((null, null), (trace.EndedAtMs, trace.EndReason));
    }

    [Fact]
    public async Task Recall_ClientDoesNotRead_TellsWhatWaits()
    {
        _gateway.Options.MaxQueuedFrames = 16;
        using var client = await _gateway.ConnectAsync(_user, windowBytes: 2_000);
        await client.GreetedAsync();
        for (var i = 0; i < 30; i++) _gateway.Publish(_user, 1, padding: 1_000);

        // One is on its way into the window of 2,000 bytes, or through it; what waits behind it can't have been written.
        Assert.Equal(Handover.Queued, HandoverOf(5));
        Assert.Equal(Handover.NotYet, HandoverOf(30));
        Assert.Equal("catching_up", Assert.Single(Recall(30)).State);
        await client.ExpectNotesAsync(1, 30);
        await client.ExpectNothingAsync();
        Assert.Equal(Handover.Given, HandoverOf(30));

        Assert.Equal(1, await EndAsync(client, () => client.Cut()));
        Assert.Equal(Handover.Given, HandoverOf(30));
    }

    [Fact]
    public async Task Recall_CutWithAFullQueue_WhatWaitedWasNeverGiven()
    {
        using var client = await _gateway.ConnectAsync(_user, windowBytes: 2_000);
        await client.GreetedAsync();
        for (var i = 0; i < 30; i++) _gateway.Publish(_user, 1, padding: 1_000);
        var handovers = Enumerable.Range(1, 30).Select(seq => HandoverOf(seq)).ToList();
        var written = handovers.Count(handover => handover == Handover.Given);
        Assert.All(handovers.Skip(written), handover => Assert.Equal(Handover.Queued, handover));
        Assert.InRange(written, 0, 4);

        await EndAsync(client, client.Cut);

        var after = Enumerable.Range(1, 30).Select(seq => HandoverOf(seq)).ToList();
        Assert.All(after.Take(written), handover => Assert.Equal(Handover.Given, handover));
        Assert.Equal(Handover.Unknown, after[written]);
        Assert.All(after.Skip(written + 1), handover => Assert.Equal(Handover.EndedBefore, handover));
        Assert.Equal("ended", Assert.Single(Recall(1)).State);
    }

    [Fact]
    public async Task Recall_HoleInTheReplay_WasSkippedAndNotGiven()
    {
        _user.Append(5).Punch(SkipReason.Expired, 2, 3);
        using var client = await _gateway.ConnectAsync(_user);
        await client.GreetedAsync();
        await client.ExpectNotesAsync(1, 1);
        await client.ExpectSkippedAsync(2, 3, "expired");
        await client.ExpectNotesAsync(4, 5);
        await client.ExpectNothingAsync();

        Assert.Equal("Given Skipped Skipped Given Given", Tell(1, 5, isRetained: false));
        Assert.Equal(SkipReason.Expired, Assert.Single(Recall(2, isRetained: false)).Skipped);
    }

    [Fact]
    public async Task Recall_SentAheadOfItsTurn_WasGivenBeforeItsTurnCame()
    {
        _gateway.Options.MaxQueuedFrames = 16;
        _user.Append(40, padding: 1_000).Expedite(39);
        using var client = await _gateway.ConnectAsync(_user, windowBytes: 4_000);
        await client.GreetedAsync();
        await client.ExpectExpeditedAsync(39);
        await client.ExpectNotesAsync(1, 1);

        Assert.Equal(Handover.Given, HandoverOf(39, isExpedited: true));
        Assert.Equal(Handover.NotYet, HandoverOf(40));
        Assert.Equal(Handover.NotYet, HandoverOf(38));
        // Erased by now: nobody knows their priorities, and the connection knows what it has sent.
        Assert.Equal(Handover.Given, HandoverOf(39, isExpedited: null, isRetained: false));
        Assert.Equal(Handover.NotYet, HandoverOf(38, isExpedited: null, isRetained: false));
    }

    [Fact]
    public async Task Recall_ClientResumed_KnowsBothRunsAndWhatLiesBetween()
    {
        _user.Append(4);
        using var client = await _gateway.ConnectAsync(_user);
        await client.GreetedAsync();
        await client.ExpectNotesAsync(1, 4);
        _user.Append(6);
        await client.SendAsync("""{"type":"resume","id":"r","payload":{"last_seq":8,"epoch":"epoch1"}}""");
        await client.NextAsync("resumed");
        await client.ExpectNotesAsync(9, 10);
        await client.ExpectNothingAsync();

        Assert.Equal("Given Given Given Given BeganLater BeganLater BeganLater BeganLater Given Given NotYet", Tell(1, 11));

        await EndAsync(client, client.Cut);
        Assert.Equal("Given Given Given Given BeganLater BeganLater BeganLater BeganLater Given Given EndedBefore", Tell(1, 11));
    }

    [Fact]
    public async Task Recall_EndedConnections_TellWhoEndedThemAndHow()
    {
        var lost = await _gateway.ConnectAsync(_user, "?client_id=lost");
        await EndAsync(await lost.GreetedAsync(), lost.Cut);
        var left = await _gateway.ConnectAsync(_user, "?client_id=left");
        await left.GreetedAsync();
        await left.Socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WithinReason();
        await left.Served;
        var closed = await _gateway.ConnectAsync(_user, "?client_id=closed");
        await closed.GreetedAsync();
        _gateway.Command(_user, ConnectionCommandKind.Close, code: CloseCode.Replaced);
        Assert.Equal(4409, await closed.CloseAndAnswerAsync());

        Assert.Equal(
            [("closed", "closed with 4409: test"), ("left", "closed by the client with 1000"), ("lost", "the socket was lost without a close frame")],
            Recall(1).Select(trace => (trace.Client.Value, trace.EndReason!)).Order());
        Assert.All(Recall(1), trace => Assert.Equal(("ended", _gateway.Time.NowMs), (trace.State, trace.EndedAtMs)));
        Assert.Empty(_gateway.Memory.Recall(Request(1) with { Epoch = Epoch.Parse("another") }).Connections);
        Assert.Empty(_gateway.Memory.Recall(Request(1) with { User = UserId.Parse("bob") }).Connections);
    }

    [Fact]
    public async Task Recall_MoreThanAreKept_ForgetsTheOldestAndSaysSinceWhen()
    {
        await using var gateway = new TestGateway(options => options.RememberedConnections = 2);
        var startedAt = gateway.Time.NowMs;
        for (var i = 1; i <= 3; i++)
        {
            gateway.Pass(1);
            using var client = await gateway.ConnectAsync(_user, $"?client_id=c{i}");
            Assert.Equal(i < 3 ? startedAt : startedAt, gateway.Memory.Recall(Request(1)).SinceMs);
            client.Cut();
            await client.Served;
        }

        var (connections, since) = gateway.Memory.Recall(Request(1));
        Assert.Equal(["c2", "c3"], connections.Select(trace => trace.Client.Value).Order());
        Assert.Equal(startedAt + 2_000, since);
    }

    [Fact]
    public async Task Recall_NothingIsToBeRemembered_TellsOfLiveOnesAlone()
    {
        await using var gateway = new TestGateway(options => options.RememberedConnections = 0);
        using (var gone = await gateway.ConnectAsync(_user))
        {
            gone.Cut();
            await gone.Served;
        }

        using var client = await gateway.ConnectAsync(_user, "?client_id=here");
        var (connections, since) = gateway.Memory.Recall(Request(1));
        Assert.Equal(("here", long.MaxValue), (Assert.Single(connections).Client.Value, since));
    }

    private static async Task<int> EndAsync(TestClient client, Action end)
    {
        end();
        await client.Served;
        return 1;
    }

    private static RecallRequest Request(long seq, bool? isExpedited = false, bool isRetained = true) =>
        new(UserId.Parse("alice"), FakeUser.Epoch, seq, isExpedited, isRetained);

    private ConnectionTrace[] Recall(long seq, bool? isExpedited = false, bool isRetained = true) =>
        _gateway.Memory.Recall(Request(seq, isExpedited, isRetained)).Connections;

    private Handover HandoverOf(long seq, bool? isExpedited = false, bool isRetained = true) => Assert.Single(Recall(seq, isExpedited, isRetained)).Handover;

    private string Tell(int first, int last, bool isRetained = true) =>
        string.Join(' ', Enumerable.Range(first, last - first + 1).Select(seq => HandoverOf(seq, isRetained: isRetained)));
}
