namespace Netra.EndToEnd.Tests;

/// <summary>What a client gets of a handler that fails: that it did, and nothing of how (protocol section 6).</summary>
[Collection(nameof(HandlerHost))]
public sealed class HandlerErrorTests(HandlerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task Handler_ThatThrows_IsHandlerFailed()
    {
        await using var socket = await Host.ConnectAsync(User);

        var message = ErrorFrames.AssertExact(await socket.AskAsync("fail_always", "{}", "e"), "handler_failed", "e");

        Assert.Contains("dead letters", message, StringComparison.Ordinal);
        await socket.PingAsync();
    }
}
