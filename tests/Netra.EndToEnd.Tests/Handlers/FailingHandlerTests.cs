namespace Netra.EndToEnd.Tests;

/// <summary>Handlers that fail: tried again, given up, put back, refused (protocol section 2.2).</summary>
[Collection(nameof(HandlerHost))]
public sealed class FailingHandlerTests(HandlerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task FailedRetried_SucceedsAtTheThirdTry_IsAcknowledgedAndLeavesNoDeadLetter()
    {
        await using var socket = await Host.ConnectAsync(User);

        var ack = await socket.AskAsync("fail_times", $$"""{"key":"{{User}}","times":2}""", "f");

        Assert.Equal("ack", ack.Type);
        var succeeded = await socket.FindAsync(frame => frame.Type == "succeeded");
        Assert.Equal("""{"run":3,"attempt":3,"id":"f"}""", succeeded.PayloadText);
        Assert.Equal(0, (await Calls.NumbersAsync()).DeadLetters);
    }

    [Fact]
    public async Task FailedRetried_FailsForGood_IsADeadLetterThatRetryRunsAgain()
    {
        await using var socket = await Host.ConnectAsync(User, "client_id=tab");
        var failed = await socket.AskAsync("fail_times", $$"""{"key":"{{User}}","times":4}""", "f");
        Assert.Equal(("error", "handler_failed", "f"), (failed.Type, failed.Code, failed.Payload.GetProperty("ref").GetString()));

        await Eventually.IsAsync(1L, async () => (await Calls.NumbersAsync()).DeadLetters);
        var letter = Assert.Single(await Calls.DeadLettersAsync());
        Assert.Equal(("handler_failed", "fail_times", "f"), (letter.Reason, letter.Message.Type, letter.Message.Id));
        // Nothing else leads an operator to it.
        await Eventually.IsAsync(true, () => Task.FromResult(
            Host.Output.Lines.Any(line => line.Contains($"'fail_times' is a dead letter of the user '{User}'", StringComparison.Ordinal))));
        Assert.Equal($$"""{"key":"{{User}}","times":4}""", letter.Message.PayloadText);
        Assert.Equal(0, (await Calls.NumbersAsync()).Unread);
        Assert.Equal("""{"kind":"client","name":"tab"}""", (await Host.ExplainAsync(User, letter.Seq)).SenderText());

        // The first three runs failed, the fourth does, the fifth does not.
        var seq = (await Calls.RetryAsync(letter.Seq)).AssertOk().GetProperty("seq").GetInt64();
        var succeeded = await socket.FindAsync(frame => frame.Type == "succeeded");
        Assert.Equal((seq, 5), (succeeded.Seq, succeeded.Payload.GetProperty("run").GetInt32()));
        await Eventually.IsAsync(0L, async () => (await Calls.NumbersAsync()).DeadLetters);
        (await Calls.RetryAsync(letter.Seq)).AssertProblem(404, "not_found");
    }

    [Fact]
    public async Task FailedRetried_RetryThatFailsAgain_KeepsTheDeadLetter()
    {
        await using var socket = await Host.ConnectAsync(User);
        Assert.Equal("handler_failed", (await socket.AskAsync("fail_always", "{}")).Code);
        await Eventually.IsAsync(1L, async () => (await Calls.NumbersAsync()).DeadLetters);
        var letter = Assert.Single(await Calls.DeadLettersAsync());

        var retried = await Calls.RetryAsync(letter.Seq);

        retried.AssertProblem(400, "handler_failed");
        Assert.Single(await Calls.DeadLettersAsync());
        Assert.Equal(204, (await Calls.RevokeAsync(Assert.Single(await Calls.DeadLettersAsync()).Seq)).Status);
        Assert.Empty(await Calls.DeadLettersAsync());
    }

    [Fact]
    public async Task FailedRetried_SentAgainWithSuccessBeforeTheRetry_RunsOnce()
    {
        await using var socket = await Host.ConnectAsync(User);
        var payload = $$"""{"key":"{{User}}","times":3}""";
        Assert.Equal("handler_failed", (await socket.AskAsync("fail_times", payload, "f")).Code);
        await Eventually.IsAsync(1L, async () => (await Calls.NumbersAsync()).DeadLetters);
        var letter = Assert.Single(await Calls.DeadLettersAsync());
        Assert.Equal("ack", (await socket.AskAsync("fail_times", payload, "f")).Type);

        (await Calls.RetryAsync(letter.Seq)).AssertOk();

        Assert.Equal(1, (await Calls.MessagesAsync()).Count(frame => frame.Type == "succeeded"));
        Assert.Empty(await Calls.DeadLettersAsync());
    }

    [Fact]
    public async Task FailedRetried_SentAgainAfterTheRetrySucceeded_IsADuplicate()
    {
        await using var socket = await Host.ConnectAsync(User);
        var payload = $$"""{"key":"{{User}}","times":3}""";
        Assert.Equal("handler_failed", (await socket.AskAsync("fail_times", payload, "f")).Code);
        await Eventually.IsAsync(1L, async () => (await Calls.NumbersAsync()).DeadLetters);
        (await Calls.RetryAsync(Assert.Single(await Calls.DeadLettersAsync()).Seq)).AssertOk();

        var again = await socket.AskAsync("fail_times", payload, "f");

        Assert.True(again.Payload.GetProperty("duplicate").GetBoolean());
        Assert.Equal(1, (await Calls.MessagesAsync()).Count(frame => frame.Type == "succeeded"));
    }

    [Fact]
    public async Task FailedRetried_NextMessage_IsHandledAndNoInnerTextLeaks()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.SendMessageAsync("fail_always", "{}", "bad");
        var good = await socket.AskAsync("count", "{}", "good");

        Assert.Equal("ack", good.Type);
        var failed = await socket.FindAsync(frame => frame.Id == "bad");
        Assert.Equal("handler_failed", failed.Code);
        Assert.DoesNotContain("secret", failed.Text, StringComparison.Ordinal);
        // The answers come in the order of the messages.
        Assert.Equal(["bad", "good"], socket.Frames.Where(frame => frame.Type is "ack" or "error").Select(frame => frame.Id));
        Assert.All(await Calls.DeadLettersAsync(), letter => Assert.DoesNotContain("secret", letter.Message.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FailedRetried_LongerThanItsTimeout_IsADeadLetter()
    {
        await using var socket = await Host.ConnectAsync(User);

        Assert.Equal("handler_failed", (await socket.AskAsync("hang", "{}")).Code);

        await Eventually.IsAsync(1L, async () => (await Calls.NumbersAsync()).DeadLetters);
        Assert.Equal("hang", Assert.Single(await Calls.DeadLettersAsync()).Message.Type);
    }

    [Fact]
    public async Task FailedRetried_EffectsOfAFailedTry_AreVoid()
    {
        var receiver = new UserCalls(Api, NewUser());
        await using var socket = await Host.ConnectAsync(User);

        Assert.Equal("ack", (await socket.AskAsync("effects_then_fail", $$"""{"to":"{{receiver.User}}"}""")).Type);

        await Eventually.IsAsync(1L, async () => (await receiver.NumbersAsync()).Head);
        Assert.Equal(
            ["effect_one {\"attempt\":2}", "effect_two {\"attempt\":2}"],
            (await Calls.MessagesAsync()).Where(frame => frame.Type != "state_updated").Select(frame => $"{frame.Type} {frame.PayloadText}"));
        Assert.Equal("""{"version":1,"state":{"attempt":2}}""", (await Calls.StateAsync()).GetRawText());
        Assert.Equal("""{"attempt":2}""", Assert.Single(await receiver.MessagesAsync()).PayloadText);
    }

    [Fact]
    public async Task Rejected_ByTheHandler_IsToldWhyAndKeptNowhere()
    {
        await using var socket = await Host.ConnectAsync(User);

        var error = await socket.AskAsync("refuse_me", "{}", "r");

        Assert.Equal(("invalid_payload", "r"), (error.Code, error.Payload.GetProperty("ref").GetString()));
        Assert.Equal("The 'amount' must be above 0.", error.Payload.GetProperty("message").GetString());
        Assert.Equal("amount", error.Payload.GetProperty("details").GetProperty("field").GetString());
        await Calls.AssertNumbersAsync(new UserNumbers(0, 0, 0, 0, 0, 1));
    }
}
