namespace Netra.Gateway;

/// <summary>
/// What the stream under a WebSocket shows and the WebSocket itself does not: that a large write goes on, that its pings and pongs come, and how many.
/// </summary>
/// <remarks>Written by the receive loop and by whoever sends, read by the timer wheel.</remarks>
internal sealed class SocketTraffic
{
    /// <summary>After so many seconds in a row with a flood it is abuse.</summary>
    private const int FloodSeconds = 10;

    private long _lastReadMs;
    private long _lastWriteMs;
    private long _second;

    /// <summary>Bytes that came in this second and were not a message's: headers, and control frames of the WebSocket.</summary>
    private long _overheadBytes;
    private int _floodRun;

    /// <summary>When bytes last came, Unix milliseconds; 0 before the first.</summary>
    public long LastReadMs => Volatile.Read(ref _lastReadMs);

    /// <summary>When a part of a large write was last taken, Unix milliseconds; 0 before the first.</summary>
    public long LastWriteMs => Volatile.Read(ref _lastWriteMs);

    /// <summary>In each of the last ten seconds came more beside messages than is allowed.</summary>
    public bool IsFlood => Volatile.Read(ref _floodRun) >= FloodSeconds;

    /// <summary>How many bytes a second may come beside messages.</summary>
    public long MaxOverheadBytesPerSecond { get; set; } = long.MaxValue;

    public void NoteRead(int bytes, long nowMs)
    {
        Volatile.Write(ref _lastReadMs, nowMs);
        var second = nowMs / 1000;
        if (second != _second)
        {
            var isOnEnd = second == _second + 1;
            Volatile.Write(ref _floodRun, _overheadBytes > MaxOverheadBytesPerSecond ? (isOnEnd ? _floodRun : 0) + 1 : 0);
            _second = second;
            _overheadBytes = 0;
        }

        _overheadBytes += bytes;
    }

    /// <summary>So many of the bytes that were read were a message's.</summary>
    public void NoteMessage(int bytes) => _overheadBytes -= bytes;

    public void NoteWrite(long nowMs) => Volatile.Write(ref _lastWriteMs, nowMs);
}
