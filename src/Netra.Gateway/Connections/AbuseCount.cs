namespace Netra.Gateway;

/// <summary>Counts the seconds on end in each of which a frame of a connection was refused for its rate (protocol section 4). Not thread-safe.</summary>
internal struct AbuseCount
{
    /// <summary>After so many seconds in a row with refused frames a connection is abusive.</summary>
    private const int AbusiveSeconds = 10;

    private long _second;
    private int _run;

    /// <summary>Counts a refusal. True when there were some in each of the last ten seconds.</summary>
    /// <param name="nowMs">Unix milliseconds.</param>
    public bool Note(long nowMs)
    {
        var second = nowMs / 1000;
        if (second != _second) _run = second == _second + 1 ? _run + 1 : 1;
        _second = second;
        return _run >= AbusiveSeconds;
    }
}
