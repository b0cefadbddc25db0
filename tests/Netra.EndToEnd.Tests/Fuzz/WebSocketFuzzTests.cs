namespace Netra.EndToEnd.Tests;

/// <summary>
/// WebSocket frames at random, as raw bytes: what is in order is served, what breaks RFC 6455 is closed with the code that says so, nothing hangs, and a client in
/// order is served all the while. A failure names the seed that replays it.
/// </summary>
[Collection(nameof(FuzzedHost))]
public sealed class WebSocketFuzzTests(FuzzedHost host)
{
    private const int Runs = 500;
    private const int InternalError = 1011;

    private static readonly byte[] PingPayload = [.. "are you there"u8];

    private readonly string _prefix = "frames-" + Guid.NewGuid().ToString("n");
    private int _opened;

    [Fact]
    public async Task Socket_AnyFrames_IsServedOrClosedByTheRulesAndDisturbsNobody()
    {
        await using var healthy = await HealthyClient.ConnectAsync(host.Process);
        var endings = new HashSet<string>();
        var target = new FuzzTarget([], Runs, ClientFrames.Next);

        await target.CheckAsync(async bytes =>
        {
            var oracle = ClientFrameOracle.Read(bytes);
            endings.Add($"{oracle.Ending} {oracle.Code}");
            await AssertServedAsync(bytes, oracle);
            if (_opened % 50 == 0) await healthy.AssertServedAsync();
        });

        await healthy.AssertServedAsync();
        host.AssertNoErrorLogged();
        if (endings.Count > 1) Assert.Superset(new HashSet<string> { "Open 0", "Broken 1002", "Broken 1007", "Closed 1000" }, endings);
    }

    private async Task AssertServedAsync(byte[] bytes, ClientFrameOracle oracle)
    {
        using var connection = await FuzzConnection.OpenAsync(host.Process.Port);
        var token = TestToken.For($"{_prefix}-{_opened++}");
        await connection.SendAsync(System.Text.Encoding.ASCII.GetBytes(
            $"GET /ws?token={token} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        Assert.Equal(101, (await FuzzAnswer.ReadAsync(connection, isOfHead: false))?.Status);
        var first = await FuzzFrame.ReadFirstAsync(connection);
        Assert.Equal("connection_established", new Frame(first.Text).Type);

        await connection.SendAsync(bytes);
        switch (oracle.Ending)
        {
            case ClientFrameOracle.End.Open:
                await connection.SendAsync(ClientFrames.Frame(new Random(1), FuzzFrame.Ping, PingPayload));
                var pong = await ReadUntilAsync(connection, frame => frame.Opcode == FuzzFrame.Pong && frame.Payload.AsSpan().SequenceEqual(PingPayload));
                Assert.True(pong is not null, "A socket in order was not served.");
                connection.EndSending();
                break;
            case ClientFrameOracle.End.Unsure:
                connection.EndSending();
                break;
            default:
                var close = await ReadUntilAsync(connection, frame => frame.Opcode == FuzzFrame.Close);
                // What it has not read makes the system reset the connection, and that can overtake the close frame.
                if (close is not null || !oracle.HasMore) Assert.Equal(oracle.Code, close?.CloseCode);
                // It lets the rest of what is too big come, so that its close frame is not lost.
                if (oracle.Code == 1009) connection.EndSending();
                break;
        }

        var last = await ReadUntilAsync(connection, _ => false);
        Assert.Null(last);
    }

    /// <summary>Reads frames, each in order, to the wanted one; null when the connection ends first.</summary>
    private static async Task<FuzzFrame?> ReadUntilAsync(FuzzConnection connection, Func<FuzzFrame, bool> wanted)
    {
        while (await FuzzFrame.ReadAsync(connection) is { } frame)
        {
            if (frame.Opcode == FuzzFrame.TextOpcode) Assert.NotEmpty(new Frame(frame.Text).Type);
            if (frame.Opcode == FuzzFrame.Close) Assert.NotEqual(InternalError, frame.CloseCode);
            if (wanted(frame)) return frame;
        }

        return null;
    }
}
