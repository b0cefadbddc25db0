namespace Netra.EndToEnd.Tests;

/// <summary><c>ack=auto</c>: a pong acknowledges what was sent before the ping that it answers (protocol section 1).</summary>
public sealed class AutoAckTests(QuickHost quick)
{
    private readonly UserCalls _user = new(quick.Process.Api, "user-" + Guid.NewGuid().ToString("n"));

    [Fact]
    public async Task AckAuto_PongBehindAPing_AcknowledgesWhatWasSent()
    {
        await quick.Process.Api.PublishManyAsync(_user.User, 5);
        await using var auto = await quick.Process.ConnectAsync(_user.User, "client_id=auto&ack=auto");
        await auto.UntilAsync(5);

        await auto.FindAsync(frame => frame.Type == "ping");

        await Eventually.IsAsync(0L, async () => (await _user.NumbersAsync()).Unread);
    }

    [Fact]
    public async Task AckClient_PongBehindAPing_AcknowledgesNothing()
    {
        await quick.Process.Api.PublishManyAsync(_user.User, 5);
        await using var socket = await quick.Process.ConnectAsync(_user.User, "client_id=tab");
        await socket.UntilAsync(5);

        var ping = await socket.FindAsync(frame => frame.Type == "ping");
        // The second ping comes behind the answer to the first.
        await socket.FindAsync(frame => frame.Type == "ping" && frame != ping);

        Assert.Equal(5, (await _user.NumbersAsync()).Unread);
    }

    [Fact]
    public async Task AckAuto_NoPong_AcknowledgesNothing()
    {
        await quick.Process.Api.PublishManyAsync(_user.User, 5);
        await using var auto = await NetraSocket.ConnectAsync(
            quick.Process.BaseUrl, await quick.Process.Api.TokenAsync(_user.User), "client_id=auto&ack=auto", answersPings: false);
        await auto.UntilAsync(5);

        await auto.FindAsync(frame => frame.Type == "ping");
        // The client lives and asks, but that is no answer.
        await auto.AskAsync("ping", "{}");

        Assert.Equal(5, (await _user.NumbersAsync()).Unread);
    }
}
