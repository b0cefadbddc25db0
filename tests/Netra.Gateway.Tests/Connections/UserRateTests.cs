using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>The rate of a user over its connections on this gateway, and refusals by the user's grain.</summary>
public sealed class UserRateTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new(options =>
    {
        options.MessagesPerSecond = 3;
        options.UserMessagesPerSecond = 4;
    });

    private readonly FakeUser _user = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Receive_TwoConnectionsOfAUser_ShareOneAllowance()
    {
        var one = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        var other = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        for (var i = 0; i < 3; i++) await AcceptedAsync(one);
        await AcceptedAsync(other);

        await other.SendAsync("""{"type":"a","id":"m5"}""");

        var error = await other.NextErrorAsync("rate_limited");
        Assert.Equal(("m5", 250), (error.Payload.GetProperty("ref").GetString(), error.Payload.GetProperty("retry_after_ms").GetInt64()));
        _gateway.Time.Advance(TimeSpan.FromMilliseconds(250));
        await AcceptedAsync(other);
    }

    [Fact]
    public async Task Receive_MalformedFrames_TakeFromTheUsersAllowanceToo()
    {
        var one = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        var other = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        for (var i = 0; i < 3; i++)
        {
            await one.SendAsync("junk");
            await one.NextErrorAsync("invalid_json");
        }

        await AcceptedAsync(other);
        await other.SendAsync("junk");

        await other.NextErrorAsync("rate_limited");
    }

    [Fact]
    public async Task Receive_AnotherUser_HasAnAllowanceOfItsOwn()
    {
        var one = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        var other = await (await _gateway.ConnectAsync(new FakeUser { Name = "bob" })).GreetedAsync();
        for (var i = 0; i < 3; i++) await AcceptedAsync(one);

        for (var i = 0; i < 3; i++) await AcceptedAsync(other);
    }

    [Fact]
    public async Task Receive_TheConnectionThatBeganHasGone_TheOthersGoOnWithTheSameAllowance()
    {
        var first = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        var second = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        for (var i = 0; i < 3; i++) await AcceptedAsync(first);
        first.Cut();
        await first.Served;
        var third = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        await AcceptedAsync(third);
        await second.SendAsync("""{"type":"a"}""");

        await second.NextErrorAsync("rate_limited");
    }

    [Fact]
    public async Task Receive_RefusedByTheGrainInTenSecondsOnEnd_ClosesWith4429()
    {
        _user.AnswerItem = _ => new SubmitAnswer(SubmitStatus.Refused) { Error = new FrameError(ErrorCodes.RateLimited, "Too many.") { RetryAfterMs = 70 } };
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        for (var second = 1; second <= 10; second++)
        {
            // Twice a second: each refusal counts its second once.
            for (var i = 0; i < 2; i++)
            {
                await client.SendAsync("""{"type":"a","id":"m1"}""");
                if (second == 10) break;
                var error = await client.NextErrorAsync("rate_limited");
                Assert.Equal(("m1", 70), (error.Payload.GetProperty("ref").GetString(), error.Payload.GetProperty("retry_after_ms").GetInt64()));
            }

            if (second < 10) await _gateway.PassAsync(1);
        }

        Assert.Equal(4429, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task Submit_WithAPlan_TellsTheGrainItsRate()
    {
        var client = await (await _gateway.ConnectAsync(_user, plan: "enterprise")).GreetedAsync();

        await client.SendAsync("""{"type":"a","id":"m1"}""");

        await client.NextAsync("ack");

        Assert.Equal(400, _user.SubmitRequests[0].UserItemsPerSecond);
    }

    /// <summary>Sends what counts as a message and brings nothing to the other connections.</summary>
    private static async Task AcceptedAsync(TestClient client)
    {
        var id = Guid.NewGuid().ToString("n");
        await client.SendAsync($$"""{"type":"get_current_state","id":"{{id}}"}""");
        Assert.Equal(id, (await client.NextAsync("current_state")).Id);
    }
}
