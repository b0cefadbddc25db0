namespace Netra.Gateway;

/// <summary>
/// What lies under a WebSocket shows and the WebSocket itself does not: that what waits for the client goes on, that its pings and pongs come, and how many.
/// </summary>
/// <param name="acknowledged">What the operating system tells of the client; null when it tells nothing.</param>
/// <remarks>Written by the receive loop and by whoever sends, read by the timer wheel.</remarks>
internal sealed class SocketTraffic(IAcknowledgedBytes? acknowledged = null)
{
    /// <summary>After so many seconds in a row with a flood it is abuse.</summary>
    private const int FloodSeconds = 10;

    private long _lastReadMs;
    private long _lastProgressMs;

    /// <summary>What the client's system had acknowledged when a look at it began.</summary>
    private long _acknowledgedBytes;
    private long _second;

    /// <summary>Bytes that came in this second and were not a message's: headers, and control frames of the WebSocket.</summary>
    private long _overheadBytes;
    private int _floodRun;

    /// <summary>When bytes last came, Unix milliseconds; 0 before the first.</summary>
    public long LastReadMs => Volatile.Read(ref _lastReadMs);

    /// <summary>When a write that had to wait was last taken, or the client's system was found to take what was written; Unix milliseconds; 0 before the first.</summary>
    public long LastProgressMs => Volatile.Read(ref _lastProgressMs);

    /// <summary>In each of the last ten seconds came more beside messages than is allowed.</summary>
    public bool IsFlood => Volatile.Read(ref _floodRun) >= FloodSeconds;

    /// <summary>Whose traffic it is: looked at as soon as there is a flood.</summary>
    public Connection? Owner { get; set; }

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
            if (IsFlood) Owner?.NoteFlood();
        }

        _overheadBytes += bytes;
    }

    /// <summary>So many of the bytes that were read were a message's.</summary>
    public void NoteMessage(int bytes) => _overheadBytes -= bytes;

    /// <summary>A write that had to wait, or a part of it, was taken.</summary>
    public void NoteWrite(long nowMs) => Volatile.Write(ref _lastProgressMs, nowMs);

    /// <summary>From now on it is counted what the client's system takes: a write has to wait, or an answer is waited for that may be behind many bytes.</summary>
    public void BeginCount()
    {
        if (acknowledged?.Read() is { } bytes) Volatile.Write(ref _acknowledgedBytes, bytes);
    }

    /// <summary>Looks whether the client's system has taken at least so many bytes since the count began. If so that is progress, and the count begins anew.</summary>
    public bool NoteProgress(long minBytes, long nowMs)
    {
        if (acknowledged?.Read() is not { } bytes || bytes - Volatile.Read(ref _acknowledgedBytes) < minBytes) return false;
        Volatile.Write(ref _acknowledgedBytes, bytes);
        Volatile.Write(ref _lastProgressMs, nowMs);
        return true;
    }
}
