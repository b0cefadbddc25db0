using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>The demo's assistant over a socket, with no page.</summary>
public sealed class AssistantTests(SharedHost shared) : SharedHostTests(shared)
{
    [Fact]
    public async Task Ask_Question_IsAcceptedAndStreamsToEveryConnection()
    {
        await using var asker = await Host.ConnectAsync(User);
        await using var watcher = await Host.ConnectAsync(User);

        await asker.SendAsync(AssistantLog.Ask("q-1", "How do I keep messages?"));
        Assert.Equal(("ack", "q-1"), await FirstAnswerAsync(asker));
        await watcher.ReceiveAsync("agent_completed");
        var end = await asker.ReceiveAsync("agent_completed");
        await EndsAsync(asker, "completed");

        var log = await Api.AllMessagesAsync(User);
        AssistantLog.AssertWhole("q-1", log);
        Assert.InRange(end.Payload.GetProperty("took_ms").GetInt64(), 1_000, (long)Patience.Short.TotalMilliseconds);
        var seen = log.Count(frame => frame.Seq <= end.Seq);
        Assert.Equal(log.Take(seen).Select(frame => frame.Text), watcher.Frames.Where(frame => frame.Seq <= end.Seq).Select(frame => frame.Text));
    }

    [Fact]
    public async Task Ask_SameIdAgain_IsADuplicateAndRunsOnce()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.SendAsync(AssistantLog.Ask("q-1", "Once?"));
        await socket.ReceiveAsync("agent_started");
        await socket.SendAsync(AssistantLog.Ask("q-1", "Once?"));

        var ack = await socket.ReceiveAsync(frame => frame.Type == "ack" && frame.Payload.GetProperty("duplicate").GetBoolean());
        await EndsAsync(socket, "completed");

        Assert.Equal("q-1", ack.Id);
        AssistantLog.AssertWhole("q-1", await Api.AllMessagesAsync(User));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"question":" "}""")]
    [InlineData("""{"question":["why"]}""")]
    public async Task Ask_WithoutAQuestion_IsRefusedWithTheField(string payload)
    {
        await using var socket = await Host.ConnectAsync(User);

        await socket.SendAsync($$"""{"type":"assistant_ask","id":"q-1","payload":{{payload}}}""");

        AssertField("question", await socket.ReceiveAsync("error"));
        Assert.Empty(await Api.AllMessagesAsync(User));
    }

    [Fact]
    public async Task Ask_TooLongAQuestion_IsRefusedWithTheField()
    {
        await using var socket = await Host.ConnectAsync(User);

        await socket.SendAsync(AssistantLog.Ask("q-1", new string('x', 2_001)));

        AssertField("question", await socket.ReceiveAsync("error"));
    }

    [Fact]
    public async Task Cancel_InMidRun_EndsItAsCancelled()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.SendAsync(AssistantLog.Ask("q-1", "Will you stop?"));
        await socket.ReceiveAsync("partial_result");

        await socket.SendAsync("""{"type":"assistant_cancel","id":"c-1","payload":{"run_id":"q-1"}}""");

        var end = await socket.ReceiveAsync("agent_completed");
        Assert.True(end.Payload.GetProperty("cancelled").GetBoolean());
        await EndsAsync(socket, "cancelled");
        var chunks = (await Api.AllMessagesAsync(User)).Count(frame => frame.Type == "partial_result");
        Assert.Equal(chunks, end.Payload.GetProperty("chunks").GetInt32());
        Assert.InRange(chunks, 1, 59);
    }

    [Fact]
    public async Task Cancel_WithNoRun_IsRefused()
    {
        await using var socket = await Host.ConnectAsync(User);

        await socket.SendAsync("""{"type":"assistant_cancel","id":"q-1"}""");

        AssertField("run_id", await socket.ReceiveAsync("error"));
    }

    [Fact]
    public async Task Ask_WhileARunGoesOn_EndsTheOlderAndAnswersTheNewer()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.SendAsync(AssistantLog.Ask("q-1", "The first?"));
        await socket.ReceiveAsync("partial_result");

        await socket.SendAsync(AssistantLog.Ask("q-2", "The second?"));

        await socket.ReceiveAsync(frame => IsEndOf("q-2", frame));
        var older = socket.Frames.Single(frame => IsEndOf("q-1", frame));
        Assert.Equal("superseded", older.Payload.GetProperty("reason").GetString());
        var newer = (await Api.AllMessagesAsync(User)).Where(frame => frame.Type == "partial_result" && RunOf(frame) == "q-2");
        Assert.Equal(socket.Frames.Single(frame => IsEndOf("q-2", frame)).Payload.GetProperty("chunks").GetInt32(), newer.Count());
    }

    private static bool IsEndOf(string runId, Frame frame) => frame.Type == "agent_completed" && RunOf(frame) == runId;

    private static string? RunOf(Frame frame) => frame.Payload.GetProperty("run_id").GetString();

    private static async Task<(string Type, string? Id)> FirstAnswerAsync(NetraSocket socket)
    {
        var answer = await socket.ReceiveAsync(frame => frame.Type is "ack" or "error");
        return (answer.Type, answer.Id);
    }

    private static void AssertField(string field, Frame error)
    {
        Assert.Equal(("invalid_payload", "q-1"), (error.Code, error.Payload.GetProperty("ref").GetString()));
        Assert.Equal(field, error.Payload.GetProperty("details").GetProperty("field").GetString());
    }

    private static Task<Frame> EndsAsync(NetraSocket socket, string status) => socket.ReceiveAsync(frame =>
        frame.Type == "state_updated"
        && frame.Payload.GetProperty("patch").GetProperty("assistant") is { ValueKind: JsonValueKind.Object } assistant
        && assistant.TryGetProperty("status", out var found) && found.GetString() == status);
}
