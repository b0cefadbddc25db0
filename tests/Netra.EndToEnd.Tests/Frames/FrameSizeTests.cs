using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>Frames at the limits of size and of RFC 6455.</summary>
public sealed class FrameSizeTests(SharedHost shared) : SharedHostTests(shared)
{
    private const int MaxBytes = 262_144;

    [Fact]
    public async Task Message_AsLargeAsAllowed_IsDelivered()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendBytesAsync(MessageOf(MaxBytes));

        var frame = await socket.NextAsync();
        Assert.Equal((1, MaxBytes), (frame.Seq, MessageOf(MaxBytes).Length));
        Assert.Equal(MaxBytes - Overhead, frame.Payload.GetProperty("x").GetString()!.Length);
    }

    [Theory]
    [InlineData(MaxBytes + 1)]
    [InlineData(10_000_000)]
    public async Task Message_OverTheLimit_ClosesWith1009AndTheCloseFrameArrives(int bytes)
    {
        await using var other = await Host.ConnectAsync(User);
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendBytesAsync(MessageOf(bytes));

        Assert.Equal(1009, (await socket.EndAsync()).Code);
        await other.PingAsync();
    }

    [Fact]
    public async Task Message_OverTheLimitInFragments_ClosesWith1009()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");
        // The last fragment is the one too many: the server may close before it has read what would come behind it.
        var message = MessageOf(MaxBytes + 65_536);

        for (var i = 0; i < message.Length; i += 65_536) await socket.SendBytesAsync(message.AsMemory(i, 65_536), isLast: false);

        Assert.Equal(1009, (await socket.EndAsync()).Code);
    }

    [Fact]
    public async Task Frame_ThatClaims2To62BytesAndBringsThem_ClosesWith1009()
    {
        await using var raw = await RawConnection.OpenAsync(Host.Port);
        await raw.UpgradeAsync("token=" + TestToken.For(User));

        await raw.SendAsync([0x81, 0xFF, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        // The server has had enough long before all of it is sent.
        await raw.SendAsync(new byte[MaxBytes + 1]);

        Assert.Equal(1009, await raw.ReadCloseCodeAsync());
    }

    [Fact]
    public async Task Message_InFragmentsOfOneByte_IsOneMessage()
    {
        var bytes = Encoding.UTF8.GetBytes("""{"type":"note","payload":{"text":"grüße 😀"}}""");
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        for (var i = 0; i < bytes.Length; i++) await socket.SendBytesAsync(bytes.AsMemory(i, 1), isLast: i == bytes.Length - 1);

        Assert.Equal("grüße 😀", (await socket.NextAsync()).Payload.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Fragments_ThatEndWithAnEmptyOne_AreOneMessage()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendBytesAsync(Encoding.UTF8.GetBytes("""{"type":"note"}"""), isLast: false);
        await socket.SendBytesAsync(ReadOnlyMemory<byte>.Empty);

        Assert.Equal("note", (await socket.NextAsync()).Type);
    }

    [Fact]
    public async Task Text_ThatIsNotUtf8_ClosesWith1007()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendBytesAsync(new byte[] { (byte)'{', 0xC3, 0x28, (byte)'}' });

        Assert.Equal(1007, (await socket.EndAsync()).Code);
    }

    [Theory]
    [InlineData("not masked", new byte[] { 0x81, 0x04, (byte)'{', 0x20, 0x20, (byte)'}' })]
    [InlineData("reserved opcode", new byte[] { 0x83, 0x80, 0, 0, 0, 0 })]
    [InlineData("reserved bit", new byte[] { 0xC1, 0x80, 0, 0, 0, 0 })]
    [InlineData("fragmented ping", new byte[] { 0x09, 0x80, 0, 0, 0, 0 })]
    [InlineData("ping of 126 bytes", new byte[] { 0x89, 0xFE, 0, 126, 0, 0, 0, 0 })]
    [InlineData("pong in fragments", new byte[] { 0x0A, 0x80, 0, 0, 0, 0 })]
    [InlineData("reserved bits two and three", new byte[] { 0xB1, 0x80, 0, 0, 0, 0 })]
    [InlineData("compressed, which was not agreed", new byte[] { 0xC1, 0x82, 0, 0, 0, 0, 1, 2 })]
    [InlineData("reserved control opcode", new byte[] { 0x8B, 0x80, 0, 0, 0, 0 })]
    [InlineData("new message within a message", new byte[] { 0x01, 0x80, 0, 0, 0, 0, 0x81, 0x80, 0, 0, 0, 0 })]
    [InlineData("close frame of one byte", new byte[] { 0x88, 0x81, 0, 0, 0, 0, 3 })]
    [InlineData("length of 2^63", new byte[] { 0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("continuation of nothing", new byte[] { 0x80, 0x80, 0, 0, 0, 0 })]
    public async Task Bytes_ThatBreakRfc6455_CloseWith1002(string what, byte[] bytes)
    {
        await using var raw = await RawConnection.OpenAsync(Host.Port);
        await raw.UpgradeAsync("token=" + TestToken.For(User));

        await raw.SendAsync(bytes);

        Assert.True(await raw.ReadCloseCodeAsync() == 1002, what);
        await Eventually.IsAsync(0, async () => (await Api.UserAsync(User)).GetProperty("connections").GetArrayLength());
    }

    private static int Overhead => """{"type":"note","payload":{"x":""}}""".Length;

    private static byte[] MessageOf(int bytes) =>
        Encoding.UTF8.GetBytes($$$"""{"type":"note","payload":{"x":"{{{new string('x', bytes - Overhead)}}}"}}""");
}
