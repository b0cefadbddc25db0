namespace Netra.EndToEnd.Tests;

/// <summary>The policy that keeps what is unread and refuses what is new (protocol section 3, limits per user).</summary>
[Collection(nameof(RejectHost))]
public sealed class RejectTests(RejectHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task LimitEnforced_FullOfUnread_RefusesEveryWayOfPublishing()
    {
        await Api.PublishManyAsync(User, 18);
        (await Calls.TryPublishAsync($$"""{"messages":[{{string.Join(',', Enumerable.Repeat(UserCalls.Note(0), 3))}}]}""")).AssertProblem(429, "queue_full");
        await Api.PublishManyAsync(User, 2, from: 19);

        var refused = await Calls.TryPublishAsync(UserCalls.Note(21));
        refused.AssertProblem(429, "queue_full");
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero, "Retry-After is missing.");
        var across = (await Api.PostAsync("/api/v1/messages", $$"""{"messages":[{"user_id":"{{User}}","type":"note"}]}""")).AssertOk();
        Assert.Equal("queue_full", across.GetProperty("messages")[0].GetProperty("error").GetProperty("code").GetString());
        (await Calls.PatchStateAsync("""{"a":1}""")).AssertProblem(429, "queue_full");

        await using var socket = await Host.ConnectAsync(User);
        var relayed = await socket.AskAsync("note", """{"n":21}""", "m");
        Assert.Equal(("queue_full", "m"), (relayed.Code, relayed.Payload.GetProperty("ref").GetString()));
        Assert.Equal("queue_full", (await socket.AskAsync("state_update", """{"version":0,"patch":{"a":1}}""")).Code);
        await Calls.AssertNumbersAsync(new UserNumbers(20, 1, 20, 0, 0, 1));
        await Replay.AssertHistoryAsync(20, Api, User);
    }

    [Fact]
    public async Task LimitEnforced_RoomByAnAcknowledgement_IsGivenAway()
    {
        await Api.PublishManyAsync(User, 20);
        await using var socket = await Host.ConnectAsync(User, "client_id=tab");
        await socket.UntilAsync(20);
        Assert.Equal("queue_full", (await socket.AskAsync("note", """{"n":21}""", "m")).Code);
        await socket.AckAsync(2);
        await Eventually.IsAsync(18L, async () => (await Calls.NumbersAsync()).Unread);

        // An id that was refused is not remembered.
        var accepted = await socket.AskAsync("note", """{"n":21}""", "m");
        Assert.Equal("""{"id":"m","duplicate":false,"seq":21}""", accepted.PayloadText);
        Assert.Equal(22, await Calls.PublishAsync(UserCalls.Note(22)));
        (await Calls.TryPublishAsync(UserCalls.Note(23))).AssertProblem(429, "queue_full");

        await Calls.AssertNumbersAsync(new UserNumbers(22, 3, 20, 0, 0, 1));
        Replay.AssertNotes(3, 22, await Calls.MessagesAsync());
    }

    [Fact]
    public async Task Ephemeral_IntoAFullQueue_IsDeliveredAllTheSame()
    {
        await Api.PublishManyAsync(User, 20);
        await using var socket = await Host.ConnectAsync(User, "start=head");
        await socket.ReceiveAsync("state_snapshot");

        (await Calls.TryPublishAsync("""{"type":"typing","durable":false}""")).AssertOk();

        Assert.Equal("typing", (await socket.NextAsync()).Type);
    }
}
