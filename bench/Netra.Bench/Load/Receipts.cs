namespace Netra.Bench;

/// <summary>What came to one reader in one stretch. Written by the reader's thread alone.</summary>
internal sealed class Receipts
{
    private readonly int[]? _left;
    private readonly long _begunAt;
    private long _count;
    private long _firstAllocated = -1;

    public Receipts()
    {
    }

    /// <summary>Counts a connection once it has so many messages, instead of messages.</summary>
    /// <param name="connections">How many connections the crowd has.</param>
    /// <param name="messages">How many messages each waits for.</param>
    /// <param name="begunAt">From when its latency counts.</param>
    public Receipts(int connections, int messages, long begunAt)
    {
        _left = new int[connections];
        Array.Fill(_left, messages);
        _begunAt = begunAt;
    }

    public long Count => Volatile.Read(ref _count);

    /// <summary>When the last came.</summary>
    public long LastAt { get; private set; }

    public Latencies Latencies { get; } = new();

    /// <summary>What the reader's thread has allocated meanwhile.</summary>
    public long AllocatedBytes { get; private set; }

    public void Add(int connection, long latencyTicks, long now)
    {
        LastAt = now;
        if (_left is null) Latencies.AddTicks(latencyTicks);
        else if (--_left[connection] == 0) Latencies.AddTicks(now - _begunAt);
        Volatile.Write(ref _count, _count + 1);
    }

    public void NoteAllocated(long soFar)
    {
        if (_firstAllocated < 0) _firstAllocated = soFar;
        AllocatedBytes = soFar - _firstAllocated;
    }
}
