namespace Netra.EndToEnd.Tests;

/// <summary>Tokens from where they are made to what they allow (protocol sections 1, 2.2 and 8).</summary>
public sealed class AuthenticationTests(SharedHost shared) : BehaviourTests(shared)
{
    [Fact]
    public async Task Integration_FromTheDevelopmentTokenToTheApi_IsOneUser()
    {
        var token = await Api.TokenAsync(User);
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, token);
        Assert.Equal(User, (await socket.NextAsync()).Payload.GetProperty("user_id").GetString());

        Assert.Equal("ack", (await socket.AskAsync("note", """{"n":1}""", "m")).Type);
        await Api.PublishAsync(User, "note", """{"n":2}""");

        Replay.AssertNotes(1, 2, await socket.ReceiveDurableAsync(2));
        await Calls.AssertNumbersAsync(new UserNumbers(2, 1, 2, 0, 0, 1));
        // It is a token of clients, and no key of the API.
        (await Api.GetAsync("/api/v1/users/" + User, token)).AssertProblem(401, "unauthorized");
    }

    [Fact]
    public async Task Combined_AnExpiredTokenBeforeAGoodOne_IsRefusedAndAloneTheGoodOneGetsIn()
    {
        var expired = TestToken.Sign($$"""{"sub":"{{User}}","exp":{{TestToken.Now - 60}}}""");
        var good = TestToken.For(User);

        (await Upgrade.TryAsync(Api, "token=" + expired, ("Authorization", "Bearer " + good))).AssertProblem(401, "token_expired");
        (await Upgrade.TryAsync(Api, "", ("Authorization", "Bearer " + expired), ("Sec-WebSocket-Protocol", "netra.v1, bearer." + good))).AssertProblem(401, "token_expired");
        (await Upgrade.TryAsync(Api, $"token={good}&token={good}")).AssertProblem(401, "token_malformed");

        // An empty one is none.
        await using var socket = await NetraSocket.OpenAsync(Host.BaseUrl, "token=", options => options.SetRequestHeader("Authorization", "bearer " + good));
        Assert.Equal(User, (await socket.NextAsync()).Payload.GetProperty("user_id").GetString());
    }

    [Fact]
    public async Task Refreshed_SeveralTimes_EachAnswerHasItsExpiryAndTheLastCounts()
    {
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, TestToken.Sign($$"""{"sub":"{{User}}","exp":{{TestToken.Now + 25}}}"""));
        Assert.Equal("token_expiring", (await socket.ReceiveAsync("error")).Code);

        foreach (var seconds in new[] { 3_600, 60, 7_200 })
        {
            var exp = TestToken.Now + seconds;
            var renewed = await socket.AskAsync("auth", $$"""{"token":"{{TestToken.Sign($$"""{"sub":"{{User}}","exp":{{exp}}}""")}}"}""", $"a-{seconds}");
            Assert.Equal(
                $$$"""{"type":"auth_ok","id":"a-{{{seconds}}}","timestamp":{{{renewed.Timestamp}}},"payload":{"expires_at":{{{exp * 1_000}}}}}""", renewed.Text);
        }

        Assert.All(await socket.PingAsync(), frame => Assert.Equal("auth_ok", frame.Type));
    }

    [Fact]
    public async Task Refreshed_ByAnotherUsersToken_IsTheEndOfThatConnectionAlone()
    {
        await using var other = await Host.ConnectAsync(User);
        await using var socket = await Host.ConnectAsync(User);

        await socket.SendAsync($$"""{"type":"auth","token":"{{TestToken.For(NewUser())}}"}""");

        Assert.Equal(4403, (await socket.EndAsync()).Code);
        await Calls.AssertConnectionsAsync(1);
        await other.PingAsync();
    }
}
