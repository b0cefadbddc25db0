namespace Netra.EndToEnd.Tests;

/// <summary>Clients that hold on to what they can, over raw sockets.</summary>
public sealed class HostileClientTests(WaryHost wary) : IClassFixture<WaryHost>
{
    private const string Head = "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private readonly string _user = "user-" + Guid.NewGuid().ToString("n");

    private HostProcess Host => wary.Process;

    private string Query => "token=" + TestToken.For(_user);

    [Fact]
    public async Task Upgrade_WhoseHeadNeverEnds_IsHungUpOn()
    {
        await using var raw = await RawConnection.OpenAsync(Host.Port);

        await raw.SendAsync($"GET /ws?{Query} HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");

        Assert.StartsWith("HTTP/1.1 408 ", await raw.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_With64KBOfHeaders_Is431()
    {
        await using var raw = await RawConnection.OpenAsync(Host.Port);
        var large = string.Concat(Enumerable.Range(0, 64).Select(i => $"X-Large-{i}: {new string('x', 1_000)}\r\n"));

        await raw.SendAsync($"GET /ws?{Query} HTTP/1.1\r\n{Head}{large}\r\n");

        Assert.StartsWith("HTTP/1.1 431 ", await raw.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frame_ThatClaims2To62BytesAndBringsNone_ClosesWith4408()
    {
        await using var raw = await ConnectAsync();

        await raw.SendAsync([0x81, 0xFF, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

        Assert.Equal(4408, await raw.ReadCloseCodeAsync());
    }

    [Theory]
    [InlineData(new byte[] { 0x00, 0x80, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x00, 0x81, 0, 0, 0, 0, 0x20 })]
    public async Task Fragments_WithoutEnd_CloseWith1009(byte[] fragment)
    {
        await using var raw = await ConnectAsync();
        await raw.SendAsync([0x01, 0x80, 0, 0, 0, 0]);

        await raw.SendAsync([.. Enumerable.Repeat(fragment, 2_000).SelectMany(bytes => bytes)]);

        Assert.Equal(1009, await raw.ReadCloseCodeAsync());
    }

    [Fact]
    public async Task WirePings_InAFlood_AreAnsweredDisturbNobodyAndEndWith4429()
    {
        await using var quiet = await Host.ConnectAsync(_user + "-other");
        await using var raw = await ConnectAsync();
        byte[] pings = [.. Enumerable.Repeat(new byte[] { 0x89, 0x80, 0, 0, 0, 0 }, 2_000).SelectMany(bytes => bytes)];
        using var over = new CancellationTokenSource();
        var flood = Task.Run(async () =>
        {
            // Eight times what is allowed, and no more than the test itself can read the answers to.
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (!over.IsCancellationRequested)
            {
                await raw.SendAsync(pings);
                await pace.WaitForNextTickAsync();
            }
        });

        var closing = raw.ReadCloseCodeAsync();
        while (!closing.IsCompleted)
        {
            await quiet.PingAsync();
            await Task.WhenAny(closing, Task.Delay(200));
        }

        Assert.Equal(4429, await closing);
        await over.CancelAsync();
        await Task.WhenAny(flood);
    }

    [Fact]
    public async Task Reader_ThatStops_IsClosedWith4413AndHasWhatWasQueued()
    {
        await using var raw = await RawConnection.OpenAsync(Host.Port, receiveBufferBytes: 8_192);
        await raw.UpgradeAsync(Query);
        var slow = Host.Output.NextAsync(line => line.Contains("takes nothing any more", StringComparison.Ordinal));

        // More than the system's buffers take.
        var pad = new string('x', 200_000);
        for (var i = 0; i < 80; i++) await Host.Api.PublishAsync(_user, "note", $$"""{"x":"{{pad}}"}""");

        await slow.WaitAsync(Patience.Long);
        Assert.Equal(4413, await raw.ReadCloseCodeAsync());
    }

    [Fact]
    public async Task Client_ThatGoesWithoutAWord_InEveryState_LeavesNothingBehind()
    {
        await Host.Api.PublishManyAsync(_user, 500);
        var states = new (string Name, string Sent)[]
        {
            ("nothing sent", ""),
            ("within the request line", "GET /w"),
            ("within the headers", $"GET /ws?{Query} HTTP/1.1\r\nHost: loc"),
            ("before the answer", $"GET /ws?{Query} HTTP/1.1\r\n{Head}\r\n"),
        };
        foreach (var (_, sent) in states)
        {
            await using var raw = await RawConnection.OpenAsync(Host.Port);
            if (sent.Length > 0) await raw.SendAsync(sent);
            raw.Reset();
        }

        byte[][] frames =
        [
            [], [0x81], [0x81, 0xFE, 1], [0x81, 0x85, 0, 0, 0, 0, (byte)'{'], [0x01, 0x81, 0, 0, 0, 0, (byte)'{'], [0x89, 0x84, 0, 0],
            [0x88, 0x82, 0, 0, 0, 0, 3, 0xE8], [0x81, 0x82, 0, 0, 0, 0, (byte)'{', (byte)'}'],
        ];
        foreach (var sent in frames)
        {
            foreach (var isReset in new[] { false, true })
            {
                await using var raw = await ConnectAsync();
                await raw.SendAsync(sent);
                if (isReset) raw.Reset();
            }
        }

        await Eventually.IsAsync(0, async () => (await Host.Api.UserAsync(_user)).GetProperty("connections").GetArrayLength());
        await using var after = await Host.ConnectAsync(_user);
        await after.ReceiveDurableAsync(500);
    }

    private async Task<RawConnection> ConnectAsync()
    {
        var raw = await RawConnection.OpenAsync(Host.Port);
        await raw.UpgradeAsync(Query);
        return raw;
    }
}
