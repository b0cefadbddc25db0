using System.Text;

namespace Netra.Client.Tests;

/// <summary>The host names the client's own requests when it refuses them; on that the client relies.</summary>
public sealed class HostRequestTests(ClientHost shared)
{
    private const int MoreThanItTakes = 80;

    [Theory]
    [InlineData(OwnIds.Resume)]
    [InlineData(OwnIds.State)]
    public async Task Request_OverTheRate_IsRefusedByItsName(string id)
    {
        await using var socket = await NetraSocket.ConnectAsync(shared.Process.BaseUrl, await shared.Process.TokenAsync(HostClients.NewUser()));
        await socket.ReceiveAsync("connection_established");
        var frame = id == OwnIds.Resume ? ClientFrames.Resume(0, "e") : ClientFrames.GetCurrentState;
        for (var i = 0; i < MoreThanItTakes; i++) await socket.SendAsync(Encoding.UTF8.GetString(frame.Span));

        var refused = ErrorFrame.From((await socket.ReceiveAsync("error")).Payload);

        Assert.True(refused.IsRateLimited);
        Assert.Equal(id, refused.Ref);
        Assert.True(refused.RetryAfterMs > 0);
    }
}
