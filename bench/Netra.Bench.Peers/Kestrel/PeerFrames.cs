namespace Netra.Bench.Peers;

/// <summary>Frames of the bare Kestrel: as Netra's, with nothing in them that takes a thought.</summary>
internal static class PeerFrames
{
    /// <summary>Sent first: from here on the user gets what is published.</summary>
    public static ReadOnlyMemory<byte> Hello { get; } = """{"type":"connection_established"}"""u8.ToArray();

    private static ReadOnlySpan<byte> Head => """{"type":"tick","payload":"""u8;

    public static int LengthOf(ReadOnlySpan<byte> payload) => Head.Length + payload.Length + 1;

    public static void Write(ReadOnlySpan<byte> payload, Span<byte> frame)
    {
        Head.CopyTo(frame);
        payload.CopyTo(frame[Head.Length..]);
        frame[Head.Length + payload.Length] = (byte)'}';
    }
}
