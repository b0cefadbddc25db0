using System.Buffers.Binary;
using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>Walks over what a client sends and says what RFC 6455 makes of it.</summary>
internal sealed class ClientFrameOracle
{
    private const int MaxMessageBytes = 262_144;
    private const int NormalClosure = 1000;
    private const int ProtocolError = 1002;
    private const int InvalidPayload = 1007;
    private const int TooBig = 1009;
    private const int MaxCharacterBytes = 4;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly Decoder _text = Strict.GetDecoder();
    private int _at;
    private int _opcode;
    private long _messageBytes;

    private ClientFrameOracle()
    {
    }

    /// <summary>How the bytes end.</summary>
    public enum End
    {
        /// <summary>Between two frames: the connection goes on.</summary>
        Open,

        /// <summary>In the middle of a frame, or with one about which implementations differ.</summary>
        Unsure,

        /// <summary>With a close frame; <see cref="Code"/> is what it is answered with.</summary>
        Closed,

        /// <summary>With a breach; <see cref="Code"/> is what the server closes with.</summary>
        Broken,
    }

    public End Ending { get; private set; }

    public int Code { get; private set; }

    /// <summary>Whether bytes follow behind the end.</summary>
    public bool HasMore { get; private set; }

    public static ClientFrameOracle Read(byte[] bytes)
    {
        var oracle = new ClientFrameOracle();
        while (oracle._at < bytes.Length && oracle.Step(bytes))
        {
        }

        oracle.HasMore = oracle._at < bytes.Length;
        return oracle;
    }

    /// <summary>Reads a frame; false when it is the last one that matters.</summary>
    private bool Step(byte[] bytes)
    {
        var rest = bytes.AsSpan(_at);
        if (rest.Length < 2) return Stop(End.Unsure);
        var (opcode, isLast, length) = (rest[0] & 0x0F, rest[0] >= 0x80, (long)(rest[1] & 0x7F));
        var headBytes = 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + 4;
        var isControl = opcode >= 8;
        if ((rest[0] & 0x70) != 0 || rest[1] < 0x80 || opcode is (> 2 and < 8) or > 10 || (isControl && !isLast)) return Break(rest, headBytes);
        if (!isControl && opcode == 0 == (_opcode == 0)) return Break(rest, headBytes);
        if (rest.Length < headBytes) return Stop(End.Unsure);
        if (length == 126) length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        else if (length == 127) length = BinaryPrimitives.ReadInt64BigEndian(rest[2..]);
        if (length < 0 || (isControl && length > 125)) return Break(rest, headBytes);
        var isShortest = headBytes == 6 || (headBytes == 8 ? length >= 126 : length > ushort.MaxValue);
        if (!isShortest) return Stop(End.Unsure);
        if (!isControl && _messageBytes + Math.Min(length, rest.Length - headBytes) > MaxMessageBytes) return Stop(End.Broken, TooBig);
        if (rest.Length - headBytes < length) return Stop(End.Unsure);

        var payload = rest.Slice(headBytes, (int)length).ToArray();
        for (var i = 0; i < payload.Length; i++) payload[i] ^= rest[headBytes - 4 + (i % 4)];
        _at += headBytes + payload.Length;
        return isControl ? opcode != 8 || Close(payload) : Data(opcode, isLast, payload);
    }

    private bool Data(int opcode, bool isLast, byte[] payload)
    {
        if (opcode != 0) (_opcode, _messageBytes) = (opcode, 0);
        _messageBytes += payload.Length;
        if (_opcode == 1 && WrongAt(payload, isLast) is { } wrong)
        {
            // A character that can't become a right one may be noticed with its last byte (RFC 6455, section 8.1, does not say when), which the next frame would carry.
            return !isLast && wrong > payload.Length - MaxCharacterBytes ? Stop(End.Unsure) : Stop(End.Broken, InvalidPayload);
        }

        if (isLast) _opcode = 0;
        return true;
    }

    /// <summary>Where the first byte is that no UTF-8 has; null when there is none. Negative when it came with an earlier frame.</summary>
    private int? WrongAt(byte[] payload, bool isLast)
    {
        try
        {
            _text.GetCharCount(payload, 0, payload.Length, isLast);
            _text.GetChars(payload, 0, payload.Length, new char[payload.Length + 4], 0, isLast);
            return null;
        }
        catch (DecoderFallbackException exception)
        {
            return exception.Index;
        }
    }

    private bool Close(byte[] payload)
    {
        // One without a code is answered as one that says that all is well.
        if (payload.Length == 0) return Stop(End.Closed, NormalClosure);
        if (payload.Length == 1) return Stop(End.Broken, ProtocolError);
        var code = BinaryPrimitives.ReadUInt16BigEndian(payload);
        // Registered later than the others, and not known everywhere.
        if (code is >= 1012 and <= 1014) return Stop(End.Unsure);
        if (code is not ((>= 1000 and <= 1003) or (>= 1007 and <= 1011) or (>= 3000 and <= 4999))) return Stop(End.Broken, ProtocolError);
        return System.Text.Unicode.Utf8.IsValid(payload.AsSpan(2)) ? Stop(End.Closed, code) : Stop(End.Unsure);
    }

    /// <summary>A head that breaks the rules; the server says so when it has as many bytes as a head with a mask would have.</summary>
    private bool Break(ReadOnlySpan<byte> rest, int headBytes)
    {
        if (rest.Length < headBytes) return Stop(End.Unsure);
        _at += headBytes;
        return Stop(End.Broken, ProtocolError);
    }

    private bool Stop(End ending, int code = 0)
    {
        (Ending, Code) = (ending, code);
        return false;
    }
}
