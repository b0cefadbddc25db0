using System.Net.WebSockets;

namespace Netra.Bench.Tests;

public sealed class ClientFrameTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(256)]
    [InlineData(65_535)]
    public async Task Write_TextOfAnyLength_IsReadByAServer(int length)
    {
        byte[] text = [.. Enumerable.Range(0, length).Select(i => (byte)('a' + (i % 26)))];
        using var stream = new MemoryStream(ClientFrame.Of(text));
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        var read = new byte[length + 1];

        var result = await socket.ReceiveAsync(read.AsMemory(), CancellationToken.None);

        Assert.Equal((length, WebSocketMessageType.Text, true), (result.Count, result.MessageType, result.EndOfMessage));
        Assert.Equal(text, read[..length]);
    }
}
