using System.Text;

namespace Netra.Client.Tests;

/// <summary>The host names the client's own requests when it refuses them; on that the client relies.</summary>
public sealed class HostRequestTests(ClientHost shared)
{
    private const int Requests = 20;

    /// <summary>More than it takes in a second. They cost the host little: however slow it is, what follows them is too much.</summary>
    private const int MessagesBeforeEach = 100;

    [Theory]
    [InlineData(OwnIds.Resume)]
    [InlineData(OwnIds.State)]
    public async Task Request_OverTheRate_IsRefusedByItsName(string id)
    {
        await using var socket = await NetraSocket.ConnectAsync(shared.Process.BaseUrl, await shared.Process.TokenAsync(HostClients.NewUser()));
        await socket.ReceiveAsync("connection_established");
        var frame = id == OwnIds.Resume ? ClientFrames.Resume(0, "e") : ClientFrames.GetCurrentState;
        for (var i = 0; i < Requests; i++)
        {
            for (var j = 0; j < MessagesBeforeEach; j++) await socket.SendAsync("junk");
            await socket.SendAsync(Encoding.UTF8.GetString(frame.Span));
        }

        var refused = ErrorFrame.From((await socket.ReceiveAsync(received => received.Type == "error" && ErrorFrame.From(received.Payload).Ref == id)).Payload);

        Assert.True(refused.IsRateLimited);
        Assert.True(refused.RetryAfterMs > 0);
    }
}
