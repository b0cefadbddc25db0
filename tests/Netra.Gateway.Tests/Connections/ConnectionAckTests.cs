namespace Netra.Gateway.Tests;

public sealed class ConnectionAckTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Ack_BeyondTheLastSent_IsCutToIt()
    {
        var user = new FakeUser().Append(5);
        var client = await ReadToAsync(user, 5);

        await client.SendAsync("""{"type":"ack","payload":{"seq":99}}""");

        await user.Calls.WaitForAsync($"{FakeUser.Acknowledge} 5");
    }

    [Fact]
    public async Task Detach_AcksMayBeUnderWay_TheRenewalsNameTheConnectionUntilItIsDone()
    {
        var stillThere = new List<int>();
        var user = new WatchedUser(call =>
        {
            if (call == FakeUser.Detach) stillThere.Add(_gateway.Hub.Of(Protocol.UserId.Parse("alice")).Length);
        });
        var client = await ReadToAsync(user.Append(1), 1);

        client.Cut();
        await client.Served.WithinReason();

        Assert.Equal([1], stillThere);
    }

    [Fact]
    public async Task Ack_Lower_IsIgnored()
    {
        var user = new FakeUser().Append(5);
        var client = await ReadToAsync(user, 5);
        await client.SendAsync("""{"type":"ack","payload":{"seq":3}}""");
        await user.Calls.WaitForAsync($"{FakeUser.Acknowledge} 3");

        await client.SendAsync("""{"type":"ack","payload":{"seq":2}}""");
        await client.SendAsync("""{"type":"ack","payload":{"seq":3}}""");
        await client.SendAsync("""{"type":"ack","payload":{"seq":4}}""");
        await user.Calls.WaitForAsync($"{FakeUser.Acknowledge} 4");

        Assert.Equal([3, 4], user.Acknowledged);
    }

    [Fact]
    public async Task Ack_Malformed_SaysWhatIsWrong()
    {
        var user = new FakeUser().Append(1);
        var client = await ReadToAsync(user, 1);

        await client.SendAsync("""{"type":"ack","id":"a1","payload":{"seq":"1"}}""");

        var error = await client.NextErrorAsync("invalid_payload");
        Assert.Equal("a1", error.Payload.GetProperty("ref").GetString());
        Assert.Empty(user.Acknowledged);
    }

    [Fact]
    public async Task Ack_GrainFails_IsSentAgainWithTheHighestSince()
    {
        var user = new UnavailableUser(FakeUser.Acknowledge);
        user.Append(5);
        var client = await ReadToAsync(user, 5);

        await client.SendAsync("""{"type":"ack","payload":{"seq":2}}""");
        var first = await _gateway.Time.NextTimerAsync();
        _gateway.Time.Advance(first);
        var second = await _gateway.Time.NextTimerAsync();
        await client.SendAsync("""{"type":"ack","payload":{"seq":4}}""");
        await client.ExpectNothingAsync();
        user.IsDown = false;
        _gateway.Time.Advance(second);

        await user.Calls.WaitForAsync($"{FakeUser.Acknowledge} 4");
        Assert.Equal(TimeSpan.FromMilliseconds(100), first);
        Assert.Equal(TimeSpan.FromMilliseconds(200), second);
        Assert.Equal([4], user.Acknowledged);
    }

    [Fact]
    public async Task Ack_WhileOneIsUnderWay_OneCallForAllThatCame()
    {
        var user = new StalledUser(FakeUser.Acknowledge);
        user.Append(9);
        var client = await ReadToAsync(user, 9);
        user.Stall();

        await client.SendAsync("""{"type":"ack","payload":{"seq":1}}""");
        await user.Calls.WaitForAsync(FakeUser.Acknowledge);
        for (var seq = 2; seq <= 9; seq++) await client.SendAsync($$$"""{"type":"ack","payload":{"seq":{{{seq}}}}}""");
        await client.ExpectNothingAsync();
        user.Release();

        await user.Calls.WaitForAsync($"{FakeUser.Acknowledge} 9");
        Assert.Equal([1, 9], user.Acknowledged);
    }

    [Fact]
    public async Task Pong_AckAuto_AcknowledgesWhatWasSentBeforeThePing()
    {
        var user = new FakeUser().Append(3);
        var client = await ReadToAsync(user, 3, "?ack=auto");
        await _gateway.PassAsync(30);
        await client.NextAsync("ping");
        _gateway.Publish(user, 2);
        await client.ExpectNotesAsync(4, 5);

        await client.SendAsync("""{"type":"pong"}""");

        await user.Calls.WaitForAsync($"{FakeUser.Acknowledge} 3");
        Assert.Equal([3], user.Acknowledged);
    }

    [Fact]
    public async Task Pong_AckClient_AcknowledgesNothing()
    {
        var user = new FakeUser().Append(3);
        var client = await ReadToAsync(user, 3);
        await _gateway.PassAsync(30);
        await client.NextAsync("ping");

        await client.SendAsync("""{"type":"pong"}""");
        await client.ExpectNothingAsync();

        Assert.Equal(0, user.Calls.Count(FakeUser.Acknowledge));
    }

    [Fact]
    public async Task Ack_OfFramesThisConnectionNeverBrought_AcknowledgesNothing()
    {
        var user = new FakeUser().Append(5);
        var client = await (await _gateway.ConnectAsync(user, "?start=head")).GreetedAsync();

        await client.SendAsync("""{"type":"ack","payload":{"seq":5}}""");
        await client.ExpectNothingAsync();

        Assert.Equal(0, user.Calls.Count(FakeUser.Acknowledge));
    }

    [Fact]
    public async Task Ack_AfterAResumeToALowerSeq_StillCountsWhatWasSentBefore()
    {
        var user = new FakeUser().Append(5);
        var client = await ReadToAsync(user, 5);
        await client.SendAsync("""{"type":"resume","payload":{"last_seq":5}}""");
        await client.NextAsync("resumed");
        await client.SendAsync("""{"type":"resume","payload":{"last_seq":4}}""");

        await client.SendAsync("""{"type":"ack","payload":{"seq":5}}""");

        await user.Calls.WaitForAsync($"{FakeUser.Acknowledge} 5");
    }

    private async Task<TestClient> ReadToAsync(FakeUser user, long seq, string query = "")
    {
        var client = await (await _gateway.ConnectAsync(user, query)).GreetedAsync();
        await client.ExpectNotesAsync(1, seq);
        return client;
    }
}
