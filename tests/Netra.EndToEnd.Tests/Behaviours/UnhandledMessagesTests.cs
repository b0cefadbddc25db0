namespace Netra.EndToEnd.Tests;

/// <summary>A server that is set to refuse what no handler takes (protocol section 2.2).</summary>
[Collection(nameof(StrictHost))]
public sealed class UnhandledMessagesTests(StrictHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task UnknownType_OfAClient_IsRefusedAndKeptNowhere()
    {
        await using var socket = await Host.ConnectAsync(User);

        var refused = await socket.AskAsync("note", "{}", "m");
        await socket.SendAsync("""{"type":"note"}""");
        var unnamed = await socket.FindAsync(frame => frame.Type == "error" && frame != refused);

        Assert.Equal(("unknown_type", "m"), (refused.Code, refused.Payload.GetProperty("ref").GetString()));
        Assert.Equal("unknown_type", unnamed.Code);
        await Calls.AssertNumbersAsync(new UserNumbers(0, 0, 0, 0, 0, 1));
        // Publishers and changes of the state are no matter of this.
        Assert.Equal(1, await Calls.PublishAsync(UserCalls.Note(1)));
        Assert.Equal("state_updated", (await socket.AskAsync("state_update", """{"version":0,"patch":{}}""", "m")).Type);
    }
}
