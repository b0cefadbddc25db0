namespace Netra.Gateway.Tests;

public sealed class ConnectionRateTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new(options => options.MessagesPerSecond = 2);
    private readonly FakeUser _user = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Receive_OverTheRate_RefusedWithItsIdAndNotHandled()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        await client.SendAsync("""{"type":"a"}""");
        await client.SendAsync("""{"type":"b"}""");
        await client.SendAsync("""{"type":"c","id":"m3"}""");

        var error = await client.NextErrorAsync("rate_limited");
        Assert.Equal("m3", error.Payload.GetProperty("ref").GetString());
        Assert.Equal(500, error.Payload.GetProperty("retry_after_ms").GetInt64());
        await client.ExpectNothingAsync();
        await _user.Calls.WaitForAsync(FakeUser.Submit);
        Assert.DoesNotContain(_user.Submitted, message => message.Type == "c");
        _gateway.Time.Advance(TimeSpan.FromMilliseconds(500));
        await client.SendAsync("""{"type":"c","id":"m4"}""");
        Assert.Equal("m4", (await client.NextAsync("ack")).Id);
    }

    [Fact]
    public async Task Receive_MalformedFrames_TakeFromTheRate()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        for (var i = 0; i < 3; i++) await client.SendAsync("junk");

        await client.NextErrorAsync("invalid_json");
        await client.NextErrorAsync("invalid_json");
        await client.NextErrorAsync("rate_limited");
    }

    [Fact]
    public async Task Receive_ControlFrames_HaveTheirOwnBucket()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        for (var i = 0; i < 21; i++) await client.SendAsync("""{"type":"ping"}""");

        for (var i = 0; i < 20; i++) await client.NextAsync("pong");
        await client.NextErrorAsync("rate_limited");
        await client.SendAsync("""{"type":"a","id":"m1"}""");
        Assert.Equal("m1", (await client.NextAsync("ack")).Id);
    }

    [Fact]
    public async Task Receive_RefusedInTenSecondsOnEnd_ClosesWith4429()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        for (var second = 1; second <= 10; second++)
        {
            for (var i = 0; i < 3; i++) await client.SendAsync("""{"type":"a"}""");
            if (second < 10) await client.NextErrorAsync("rate_limited");
            if (second < 10) await _gateway.PassAsync(1);
        }

        Assert.Equal(4429, await client.CloseAndAnswerAsync());
    }
}
