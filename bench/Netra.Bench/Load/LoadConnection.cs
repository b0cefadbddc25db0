using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Netra.Bench;

/// <summary>
/// The socket of one client: upgrade, frames and texts, parsed where they were read. It has a buffer of its own only for what has not come whole. Used by its reader's
/// thread alone, but for sends.
/// </summary>
internal sealed class LoadConnection(int index, int user, Socket socket, Dialect dialect) : IDisposable
{
    private const int Text = 1;
    private const int Close = 8;
    private const int Ping = 9;
    private const int Pong = 10;
    private const byte Final = 0x80;

    /// <summary>As a client would that does not want to say too often where it is.</summary>
    private const int AckEvery = 50;

    private readonly HeldBytes _bytes = new();
    private readonly HeldBytes _text = new();
    private bool _isUpgraded;
    private int _unacknowledged;

    /// <summary>Its number among the crowd's.</summary>
    public int Index => index;

    public int User => user;

    public int Handle { get; } = (int)socket.SafeHandle.DangerousGetHandle();

    public Dialect Dialect => dialect;

    /// <summary>Gets its messages.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Its socket is closed, by us or since it has ended.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Why it has ended; null while it lives.</summary>
    public string? Fault { get; private set; }

    /// <summary>The place of the last message that it had.</summary>
    public long LastSeq { get; private set; }

    /// <summary>Reads what is there and hands out messages.</summary>
    /// <param name="buffer">Lent for this call.</param>
    /// <param name="reader">Who gets them.</param>
    public void Receive(Span<byte> buffer, LoadReader reader)
    {
        if (Fault is not null) return;
        var held = _bytes.MoveTo(buffer);
        var received = NativeSockets.Receive(Handle, buffer[held..]);
        if (received == 0) Fail("The server hung up.");
        if (received < 0) received = 0;
        var now = Stopwatch.GetTimestamp();
        ReadOnlySpan<byte> rest = buffer[..(held + received)];
        if (!_isUpgraded) TakeHead(ref rest);
        while (_isUpgraded && Fault is null && TakeFrame(ref rest, reader, now))
        {
        }

        _bytes.Hold(rest);
        if (Fault is null && rest.Length == buffer.Length) Fail("The server sent a frame larger than any.");
    }

    /// <summary>Says that a message was had.</summary>
    public void Note(ReadOnlySpan<byte> message)
    {
        LastSeq = dialect.SeqOf(message);
        if (LastSeq == 0 || ++_unacknowledged < AckEvery) return;
        Span<byte> frame = stackalloc byte[64 + ClientFrame.MaxHeadBytes];
        TrySend(frame[..dialect.WriteAck(frame, LastSeq)]);
        _unacknowledged = 0;
    }

    public void NoteOpen() => IsOpen = true;

    public void AnswerPing() => TrySend(dialect.Pong.Span);

    /// <summary>Sends what a client sends now and then.</summary>
    public void Beat()
    {
        if (IsOpen) TrySend(dialect.Heartbeat.Span);
    }

    /// <summary>It is over. The socket is closed, so that it does not wake its reader again.</summary>
    public void Fail(string fault)
    {
        Fault ??= fault;
        Dispose();
    }

    public void Dispose()
    {
        if (IsClosed) return;
        IsClosed = true;
        Loopback.Reset(socket);
    }

    private void TakeHead(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf("\r\n\r\n"u8);
        if (end < 0) return;
        if (!rest.StartsWith("HTTP/1.1 101"u8))
        {
            Fail("The server refused an upgrade: " + Encoding.UTF8.GetString(rest));
            return;
        }

        rest = rest[(end + 4)..];
        _isUpgraded = true;
        TrySend(dialect.Greeting.Span);
    }

    /// <summary>Takes a frame off the beginning. False: it is not whole.</summary>
    private bool TakeFrame(ref ReadOnlySpan<byte> rest, LoadReader reader, long now)
    {
        if (rest.Length < 2) return false;
        var (head, length) = (2, (long)rest[1]);
        if (length >= 126)
        {
            head = length == 126 ? 4 : 10;
            if (rest.Length < head) return false;
            length = head == 4 ? BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) : (long)BinaryPrimitives.ReadUInt64BigEndian(rest[2..]);
        }

        if (rest.Length - head < length) return false;
        var payload = rest.Slice(head, (int)length);
        var first = rest[0];
        rest = rest[(head + (int)length)..];
        switch (first & 0x0F)
        {
            case 0 or Text when dialect.Delimiter is { } delimiter:
                TakeTexts(payload, delimiter, reader, now);
                break;
            case Text when (first & Final) != 0:
                reader.Take(this, payload, now);
                break;
            case Close:
                Fail($"The server closed with {(payload.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(payload))} {Encoding.UTF8.GetString(payload[Math.Min(2, payload.Length)..])}.");
                break;
            case Ping:
                Answer(payload);
                break;
            case Pong:
                break;
            default:
                Fail($"The server sent a frame that begins with {first}.");
                break;
        }

        return true;
    }

    private void TakeTexts(ReadOnlySpan<byte> payload, byte delimiter, LoadReader reader, long now)
    {
        if (_text.Length > 0)
        {
            var end = payload.IndexOf(delimiter);
            _text.Append(end < 0 ? payload : payload[..end]);
            if (end < 0) return;
            reader.Take(this, _text.Bytes, now);
            _text.Clear();
            payload = payload[(end + 1)..];
        }

        for (int end; (end = payload.IndexOf(delimiter)) >= 0; payload = payload[(end + 1)..]) reader.Take(this, payload[..end], now);
        _text.Append(payload);
    }

    private void Answer(ReadOnlySpan<byte> payload)
    {
        Span<byte> frame = stackalloc byte[125 + ClientFrame.MaxHeadBytes];
        TrySend(frame[..ClientFrame.WritePong(frame, payload)]);
    }

    private void TrySend(ReadOnlySpan<byte> frame)
    {
        if (!frame.IsEmpty && !IsClosed) NativeSockets.TrySend(Handle, frame);
    }
}
