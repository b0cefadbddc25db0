using System.Buffers.Binary;

namespace Netra.EndToEnd.Tests;

/// <summary>Writes what a client could send on a WebSocket, in order and out of order (RFC 6455 section 5).</summary>
internal static class ClientFrames
{
    private static readonly IReadOnlyList<byte[]> Texts = [.. FuzzCorpus.Load("frames").Select(file => file.Bytes)];

    private static readonly FuzzMutator Mutator = new([]);

    /// <summary>Without 1011, which the server answers with itself, so that there is no telling it from a fault of the server.</summary>
    private static readonly int[] CloseCodes = [0, 999, 1000, 1001, 1004, 1005, 1006, 1007, 1010, 1012, 1015, 2999, 3000, 4000, 4999, 5000, 65535];

    /// <summary>Some messages with control frames between them, mostly with one fault, sometimes with bytes changed.</summary>
    public static byte[] Next(Random random)
    {
        var frames = new List<byte>();
        var fault = random.Next(2) == 0 ? random.Next(6) : -1;
        for (var i = 0; i < 6; i++)
        {
            if (i == fault) frames.AddRange(Faulty(random));
            else frames.AddRange(random.Next(4) == 0 ? Control(random) : Message(random));
        }

        if (random.Next(3) == 0) frames.AddRange(Frame(random, 8, ClosePayload(random)));
        byte[] bytes = [.. frames];
        return random.Next(4) == 0 ? Mutator.Mutate(bytes, random) : bytes;
    }

    /// <summary>A frame with a mask.</summary>
    public static byte[] Frame(Random random, int opcode, ReadOnlySpan<byte> payload, bool isLast = true, int reserved = 0)
    {
        Span<byte> length = stackalloc byte[9];
        var lengthBytes = 1;
        if (payload.Length < 126)
        {
            length[0] = (byte)payload.Length;
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            length[0] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(length[1..], (ushort)payload.Length);
            lengthBytes = 3;
        }
        else
        {
            length[0] = 127;
            BinaryPrimitives.WriteInt64BigEndian(length[1..], payload.Length);
            lengthBytes = 9;
        }

        length[0] |= 0x80;
        var mask = new byte[4];
        random.NextBytes(mask);
        var masked = payload.ToArray();
        for (var i = 0; i < masked.Length; i++) masked[i] ^= mask[i % 4];
        return [(byte)((isLast ? 0x80 : 0) | (reserved << 4) | opcode), .. length[..lengthBytes], .. mask, .. masked];
    }

    /// <summary>A message in one frame or in several, with control frames between them.</summary>
    private static byte[] Message(Random random)
    {
        var payload = Texts[random.Next(Texts.Count)];
        var opcode = random.Next(8) == 0 ? 2 : 1;
        var frames = new List<byte>();
        for (var parts = random.Next(3); parts > 0; parts--)
        {
            var cut = random.Next(payload.Length + 1);
            frames.AddRange(Frame(random, opcode, payload.AsSpan(0, cut), isLast: false));
            if (random.Next(3) == 0) frames.AddRange(Control(random));
            payload = payload[cut..];
            opcode = 0;
        }

        return [.. frames, .. Frame(random, opcode, payload)];
    }

    private static byte[] Control(Random random)
    {
        var payload = new byte[random.Next(4) == 0 ? 125 : random.Next(8)];
        random.NextBytes(payload);
        return Frame(random, random.Next(2) == 0 ? 9 : 10, payload);
    }

    private static byte[] Faulty(Random random)
    {
        var text = Texts[random.Next(Texts.Count)];
        switch (random.Next(10))
        {
            case 0: return Frame(random, 1, text, reserved: random.Next(1, 8));
            case 1: return Frame(random, random.Next(2) == 0 ? random.Next(3, 8) : random.Next(11, 16), text);
            case 2: return Frame(random, 9, new byte[126]);
            case 3: return Frame(random, random.Next(8, 11), [], isLast: false);
            case 4: return Frame(random, 0, text);
            case 5: return [.. Frame(random, 1, text, isLast: false), .. Frame(random, 1, text)];
            case 6: return [.. Frame(random, 1, [.. text, 0xC3], isLast: false), .. Frame(random, 0, [(byte)'(', .. text])];
            case 7: return Unmasked(text.AsSpan(0, Math.Min(text.Length, 100)));
            case 8: return random.Next(4) == 0 ? Frame(random, 1, new byte[300_000].Select(_ => (byte)' ').ToArray()) : Frame(random, 1, new byte[10]);
            // A length that is never sent; with the highest bit it is none.
            default: return [0x81, 0xFF, (byte)(random.Next(2) << 7), 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0];
        }
    }

    private static byte[] Unmasked(ReadOnlySpan<byte> text) => [0x81, (byte)text.Length, .. text];

    private static byte[] ClosePayload(Random random)
    {
        if (random.Next(4) == 0) return new byte[random.Next(2)];
        var code = CloseCodes[random.Next(CloseCodes.Length)];
        byte[] reason = random.Next(4) switch
        {
            0 => [0xFF],
            1 => [.. "goodbye"u8],
            _ => [],
        };
        return [(byte)(code >> 8), (byte)code, .. reason];
    }
}
