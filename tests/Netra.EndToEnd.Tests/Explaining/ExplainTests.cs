namespace Netra.EndToEnd.Tests;

/// <summary>What the server says of messages, held against what happened to them. On a host that keeps twenty messages of a user.</summary>
[Collection(nameof(TightHost))]
public sealed class ExplainTests(TightHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task Explain_OnItsWayFromPublishToAcknowledgement_FollowsIt()
    {
        await using var tab = await Host.ConnectAsync(User, "client_id=tab");
        await using var gone = await Host.ConnectAsync(User, "client_id=gone");
        await gone.ReceiveAsync("connection_established");
        Assert.Equal(1000, (await gone.CloseAsync()).Code);
        await Calls.AssertConnectionsAsync(1);
        await Calls.PublishAsync("""{"type":"note","id":"order-1","priority":"high","ttl_ms":600000,"payload":{"secret":"x"}}""");
        var frame = (await tab.ReceiveDurableAsync(1))[0];
        await tab.PingAsync();

        var delivered = await Host.ExplainAsync(User, 1);

        Assert.Equal(("delivered", "It was written to the socket of 'tab'; no session has acknowledged it."), (delivered.Verdict(), delivered.Summary()));
        Assert.Equal("tab:live:yes gone:ended:no", delivered.Connections());
        Assert.Equal("gone:False tab:False", delivered.Sessions());
        Assert.Equal(
            $$"""{"id":"order-1","type":"note","priority":"high","ttl_ms":600000,"expires_at":{{frame.Timestamp + 600_000}}}""",
            delivered.GetProperty("message").GetRawText());
        Assert.Equal($$$"""{"at":{{{frame.Timestamp}}},"by":{"kind":"api_key","name":"development"}}""", delivered.GetProperty("accepted").GetRawText());
        Assert.InRange(delivered.GetProperty("committed").GetProperty("at").GetInt64(), frame.Timestamp, frame.Timestamp + 10_000);
        var gateway = (await Api.UserAsync(User)).GetProperty("connections")[0].GetProperty("gateway").GetString();
        Assert.Equal(gateway, Assert.Single(delivered.GetProperty("pushed").EnumerateArray().ToList()).GetProperty("gateway").GetString());
        Assert.Empty(delivered.Unknown());
        Assert.DoesNotContain("secret", delivered.GetRawText(), StringComparison.Ordinal);

        await tab.AckAsync(1);
        await Eventually.IsAsync("acknowledged", async () => (await Host.ExplainAsync(User, 1)).Verdict());
        Assert.Equal("gone:False tab:True", (await Host.ExplainAsync(User, 1)).Sessions());
    }

    [Fact]
    public async Task Explain_NobodyIsThere_WaitsUntilSomebodyComes()
    {
        await Calls.PublishAsync(UserCalls.Note(1));

        var waiting = await Host.ExplainAsync(User, 1);
        Assert.Equal("waiting", waiting.Verdict());
        Assert.Contains("nobody is connected", waiting.Summary(), StringComparison.Ordinal);
        Assert.Equal("[]", waiting.GetProperty("pushed").GetRawText());
        Assert.Empty(waiting.Unknown());

        await using var late = await Host.ConnectAsync(User, "client_id=late&start=head");
        await late.PingAsync();
        Assert.Equal(("waiting", "late:live:no"), ((await Host.ExplainAsync(User, 1)).Verdict(), (await Host.ExplainAsync(User, 1)).Connections()));
        await using var reader = await Host.ConnectAsync(User, "client_id=reader");
        await reader.ReceiveDurableAsync(1);
        await reader.PingAsync();
        Assert.Equal(("delivered", "late:live:no reader:live:yes"), ((await Host.ExplainAsync(User, 1)).Verdict(), (await Host.ExplainAsync(User, 1)).Connections()));
    }

    [Fact]
    public async Task Explain_ExpiredErasedAndFallen_SaysWhyEachDidNotCome()
    {
        // It stays, and with it the places behind it.
        await Calls.PublishAsync(UserCalls.Note(1, "critical"));
        await Calls.PublishAsync("""{"type":"note","id":"short","ttl_ms":1,"payload":{}}""");
        await Calls.PublishAsync(UserCalls.Note(3));
        Assert.Equal(204, (await Calls.RevokeAsync(3)).Status);
        await Calls.PublishAsync("""{"type":"note","id":"low","priority":"low","payload":{}}""");
        await Api.PublishManyAsync(User, 19, from: 5);
        await Eventually.IsAsync(2, async () => (await Calls.DeadLettersAsync()).Count);
        await using var tab = await Host.ConnectAsync(User, "client_id=tab&last_seq=0");
        await tab.UntilAsync(23);
        await tab.PingAsync();

        string[] expected = ["1:delivered", "2:expired", "3:revoked", "4:fell", "5:delivered"];
        Assert.Equal(expected, await Task.WhenAll(Enumerable.Range(1, 5).Select(async seq => $"{seq}:{(await Host.ExplainAsync(User, seq)).Verdict()}")));
        var (expired, revoked, fell) = (await Host.ExplainAsync(User, 2), await Host.ExplainAsync(User, 3), await Host.ExplainAsync(User, 4));
        Assert.Equal("short", expired.GetProperty("message").GetProperty("id").GetString());
        Assert.Equal("expired", expired.GetProperty("dead_letter").GetProperty("reason").GetString());
        Assert.Equal(("{\"reason\":\"revoked\"}", "null"), (revoked.GetProperty("skipped").GetRawText(), revoked.GetProperty("dead_letter").GetRawText()));
        Assert.Equal("overflow", fell.GetProperty("dead_letter").GetProperty("reason").GetString());
        Assert.All([expired, revoked, fell], explanation => Assert.Equal("tab:live:no", explanation.Connections()));
    }

    [Fact]
    public async Task Explain_DeliveredAndExpiredSince_SaysBoth()
    {
        await using var tab = await Host.ConnectAsync(User, "client_id=tab");
        await tab.ReceiveAsync("state_snapshot");
        await Calls.PublishAsync("""{"type":"note","ttl_ms":4000,"payload":{}}""");
        await tab.ReceiveDurableAsync(1);
        await Eventually.IsAsync(1, async () => (await Calls.DeadLettersAsync()).Count);

        var explanation = await Host.ExplainAsync(User, 1);

        Assert.Equal(("delivered", "tab:live:yes"), (explanation.Verdict(), explanation.Connections()));
        Assert.Contains("end of its ttl_ms unacknowledged", explanation.Summary(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_FellBehindItsAcknowledgement_SaysThatItWasRead()
    {
        await using var tab = await Host.ConnectAsync(User, "client_id=tab");
        await Calls.PublishAsync(UserCalls.Note(1));
        await tab.ReceiveDurableAsync(1);
        await tab.AckAsync(1);
        await Eventually.IsAsync(0L, async () => (await Calls.NumbersAsync()).Unread);
        await Api.PublishManyAsync(User, 20, from: 2);
        await Calls.AssertNumbersAsync(new UserNumbers(21, 2, 20, 0, 0, 1));

        var explanation = await Host.ExplainAsync(User, 1);

        Assert.Equal("acknowledged", explanation.Verdict());
        Assert.Contains("it had been acknowledged by then", explanation.Summary(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_MessageOfAClientAndAChangeOfTheState_NameTheirSenders()
    {
        await using var tab = await Host.ConnectAsync(User, "client_id=tab");
        Assert.Equal("ack", (await tab.AskAsync("chat", "{}")).Type);
        (await Calls.PatchStateAsync("""{"a":1}""")).AssertOk();

        Assert.Equal("""{"kind":"client","name":"tab"}""", (await Host.ExplainAsync(User, 1)).SenderText());
        Assert.Equal("""{"kind":"api_key","name":"development"}""", (await Host.ExplainAsync(User, 2)).SenderText());
    }

    [Fact]
    public async Task Explain_SeqThatThereIsNot_Is404()
    {
        (await Api.GetAsync($"{Calls.Path}/messages/1/explain")).AssertProblem(404, "not_found");
        await Calls.PublishAsync(UserCalls.Note(1));
        (await Api.GetAsync($"{Calls.Path}/messages/2/explain")).AssertProblem(404, "not_found");
        (await Api.GetAsync($"{Calls.Path}/messages/0/explain")).AssertProblem(400, "bad_request");
    }
}
