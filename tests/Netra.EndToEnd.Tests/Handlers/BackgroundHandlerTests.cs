namespace Netra.EndToEnd.Tests;

/// <summary>Handlers that work behind the acknowledgement.</summary>
[Collection(nameof(HandlerHost))]
public sealed class BackgroundHandlerTests(HandlerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task Background_Message_IsAcknowledgedBeforeItsWorkAndOthersGoOn()
    {
        await using var socket = await Host.ConnectAsync(User);

        Assert.Equal("ack", (await socket.AskAsync("slow_work", """{"chunks":20,"pause_ms":50}""", "w")).Type);
        Assert.Equal("ack", (await socket.AskAsync("count", "{}")).Type);
        Assert.Equal("ack", (await socket.AskAsync("note", """{"n":1}""")).Type);

        Assert.DoesNotContain(socket.Frames, frame => frame.Type == "work_done");
        await socket.FindAsync(frame => frame.Type == "work_done");
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
        var letter = Assert.Single(await Calls.DeadLettersAsync());
        Assert.Equal(("handler_failed", "fail_in_background", "b"), (letter.Reason, letter.Message.Type, letter.Message.Id));
        Assert.Equal("""{"kind":"client","name":"tab"}""", (await Host.ExplainAsync(User, letter.Seq)).SenderText());
        Assert.True((await socket.AskAsync("fail_in_background", "{}", "b")).Payload.GetProperty("duplicate").GetBoolean());
    }

    private static int Chunk(Frame frame) => frame.Payload.GetProperty("chunk").GetInt32();
}
