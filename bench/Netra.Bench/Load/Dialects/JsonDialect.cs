using System.Buffers.Text;

namespace Netra.Bench;

/// <summary>Netra's frames; those of the bare Kestrel look the same, and know no acknowledgement.</summary>
internal sealed class JsonDialect(bool acknowledges) : Dialect
{
    /// <summary>Where the seq of a frame stands at the latest.</summary>
    private const int HeadBytes = 256;

    private static readonly byte[] PongFrame = ClientFrame.Of("""{"type":"pong"}"""u8);

    /// <summary>The brace of the frame.</summary>
    public override int TailBytes => 1;

    public override ReadOnlyMemory<byte> Pong => PongFrame;

    public override (string Before, string Behind) Echo => ("""{"type":"tick","id":"0000000000000000","payload":""", "}");

    private static ReadOnlySpan<byte> Type => "{\"type\":\""u8;

    private static ReadOnlySpan<byte> Seq => "\"seq\":"u8;

    private static ReadOnlySpan<byte> Ack => """{"type":"ack","payload":{"seq":"""u8;

    public override TextKind KindOf(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith(Type)) return TextKind.Other;
        var rest = text[Type.Length..];
        if (rest.StartsWith("tick\""u8)) return TextKind.Message;
        if (rest.StartsWith("ping\""u8)) return TextKind.Ping;
        if (rest.StartsWith("connection_established\""u8)) return TextKind.Hello;
        return rest.StartsWith("error\""u8) ? TextKind.Error : TextKind.Other;
    }

    public override long SeqOf(ReadOnlySpan<byte> text)
    {
        if (!acknowledges) return 0;
        var head = text[..Math.Min(HeadBytes, text.Length)];
        var at = head.IndexOf(Seq);
        return at >= 0 && Utf8Parser.TryParse(head[(at + Seq.Length)..], out long seq, out _) ? seq : 0;
    }

    public override int WriteAck(Span<byte> frame, long seq)
    {
        if (!acknowledges) return 0;
        Span<byte> text = stackalloc byte[64];
        Ack.CopyTo(text);
        Utf8Formatter.TryFormat(seq, text[Ack.Length..], out var digits);
        "}}"u8.CopyTo(text[(Ack.Length + digits)..]);
        return ClientFrame.Write(frame, text[..(Ack.Length + digits + 2)]);
    }
}
