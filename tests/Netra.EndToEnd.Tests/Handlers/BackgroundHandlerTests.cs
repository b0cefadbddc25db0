namespace Netra.EndToEnd.Tests;

/// <summary>Handlers that work behind the acknowledgement.</summary>
[Collection(nameof(HandlerHost))]
public sealed class BackgroundHandlerTests(HandlerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task Background_Message_IsAcknowledgedBeforeItsWorkAndOthersGoOn()
    {
        await using var socket = await Host.ConnectAsync(User);

        // All at once: what the client is slow to send would come behind the work.
        await socket.SendMessageAsync("slow_work", """{"chunks":20,"pause_ms":100}""", "w");
        await socket.SendMessageAsync("count", "{}", "c");
        await socket.SendMessageAsync("note", """{"n":1}""", "n");

        await socket.FindAsync(frame => frame.Type == "work_done");
        var answers = socket.Frames.TakeWhile(frame => frame.Type != "work_done").Where(frame => frame.Type is "ack" or "error");
        Assert.Equal([("ack", "w"), ("ack", "c"), ("ack", "n")], answers.Select(answer => (answer.Type, answer.Id!)));
        Assert.Equal(Enumerable.Range(0, 20), socket.Frames.Where(frame => frame.Type == "partial_result").Select(Chunk));
        Assert.Equal(20, (await Calls.StateAsync()).GetProperty("state").GetProperty("progress").GetInt32());
    }

    [Fact]
    public async Task Background_ClientThatComesBack_GetsAllOfTheWork()
    {
        await using (var socket = await Host.ConnectAsync(User, "client_id=tab"))
        {
            Assert.Equal("ack", (await socket.AskAsync("slow_work", """{"chunks":10,"pause_ms":10}""", "w")).Type);
            socket.Abort();
        }

        await using var back = await Host.ConnectAsync(User, "client_id=tab");
        await back.FindAsync(frame => frame.Type == "work_done");

        Assert.Equal(Enumerable.Range(0, 10), back.Frames.Where(frame => frame.Type == "partial_result").Select(Chunk));
    }

    [Fact]
    public async Task Background_FailsForGood_LeavesADeadLetterAndTellsTheSender()
    {
        await using var socket = await Host.ConnectAsync(User, "client_id=tab");

        Assert.Equal("ack", (await socket.AskAsync("fail_in_background", "{}", "b")).Type);

        var error = await socket.FindAsync(frame => frame.Type == "error");
        Assert.Equal(("handler_failed", "b"), (error.Code, error.Payload.GetProperty("ref").GetString()));
        await Eventually.IsAsync(1L, async () => (await Calls.NumbersAsync()).DeadLetters);
        var letter = Assert.Single(await Calls.DeadLettersAsync());
        Assert.Equal(("handler_failed", "fail_in_background", "b"), (letter.Reason, letter.Message.Type, letter.Message.Id));
        Assert.Equal("""{"kind":"client","name":"tab"}""", (await Host.ExplainAsync(User, letter.Seq)).SenderText());
        Assert.True((await socket.AskAsync("fail_in_background", "{}", "b")).Payload.GetProperty("duplicate").GetBoolean());
    }

    private static int Chunk(Frame frame) => frame.Payload.GetProperty("chunk").GetInt32();
}
