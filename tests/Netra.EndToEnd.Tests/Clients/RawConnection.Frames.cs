using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>WebSocket frames, byte by byte (RFC 6455 section 5), and ends that no WebSocket client would make.</summary>
public sealed partial class RawConnection
{
    private const byte Close = 8;

    private const byte Text = 1;

    /// <summary>The sample key of RFC 6455 section 1.3, which <see cref="UpgradeAsync"/> uses, is answered with this.</summary>
    public const string Accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    /// <summary>Sends a text frame of up to 125 bytes, masked with zeros.</summary>
    public Task SendTextAsync(string text) => SendFrameAsync(Text, Encoding.UTF8.GetBytes(text));

    /// <summary>Sends a close frame; without a code it has no body.</summary>
    public Task SendCloseAsync(int? code, string reason = "") =>
        SendFrameAsync(Close, code is { } value ? [(byte)(value >> 8), (byte)value, .. Encoding.UTF8.GetBytes(reason)] : []);

    /// <summary>Reads frames up to and including the close frame; null when that one has no code.</summary>
    public async Task<int?> ReadCloseAsync()
    {
        while (true)
        {
            var (opcode, payload) = await ReadFrameAsync();
            if (opcode == Close) return payload.Length == 0 ? null : (payload[0] << 8) | payload[1];
        }
    }

    /// <summary>Reads the next text frame.</summary>
    public async Task<Frame> ReadTextAsync()
    {
        var (opcode, payload) = await ReadFrameAsync();
        Assert.Equal(Text, opcode);
        return new Frame(Encoding.UTF8.GetString(payload));
    }

    /// <summary>Reads the next text frame, or the close frame's code.</summary>
    public async Task<(Frame? Frame, int? CloseCode)> ReadTextOrCloseAsync()
    {
        var (opcode, payload) = await ReadFrameAsync();
        if (opcode == Close) return (null, (payload[0] << 8) | payload[1]);
        Assert.Equal(Text, opcode);
        return (new Frame(Encoding.UTF8.GetString(payload)), null);
    }

    /// <summary>Waits for the other side to end the TCP connection in order. Nothing more may come.</summary>
    public async Task AssertEndAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Short);
        Assert.Equal(0, await _stream.ReadAsync(new byte[1].AsMemory(), patience.Token));
    }

    private Task SendFrameAsync(byte opcode, byte[] payload)
    {
        Assert.InRange(payload.Length, 0, 125);
        return SendAsync([(byte)(0x80 | opcode), (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload]);
    }

    private async Task<(int Opcode, byte[] Payload)> ReadFrameAsync()
    {
        var opcode = await ReadByteAsync() & 0x0F;
        long length = await ReadByteAsync() & 0x7F;
        if (length >= 126)
        {
            var bytes = length == 126 ? 2 : 8;
            length = 0;
            for (var i = 0; i < bytes; i++) length = (length * 256) + await ReadByteAsync();
        }

        return (opcode, await ReadExactlyAsync((int)length));
    }
}
