namespace Netra.Gateway;

/// <summary>Frames that wait for a socket. Holds no memory while it is empty. Not thread-safe.</summary>
internal struct SendQueue
{
    // Mostly one frame waits, for a moment: it needs no queue.
    private ReadOnlyMemory<byte>? _only;
    private Queue<ReadOnlyMemory<byte>>? _frames;

    /// <summary>How many frames wait.</summary>
    public readonly int Count => (_only is null ? 0 : 1) + (_frames?.Count ?? 0);

    /// <summary>How many bytes wait.</summary>
    public long Bytes { get; private set; }

    /// <summary>Every frame that waits, the next one first.</summary>
    public readonly IEnumerable<ReadOnlyMemory<byte>> All => (_only is { } only ? [only] : (IEnumerable<ReadOnlyMemory<byte>>)[]).Concat(_frames ?? []);

    public void Enqueue(ReadOnlyMemory<byte> frame)
    {
        if (Count == 0) _only = frame;
        else (_frames ??= new Queue<ReadOnlyMemory<byte>>()).Enqueue(frame);
        Bytes += frame.Length;
    }

    public bool TryDequeue(out ReadOnlyMemory<byte> frame)
    {
        if (_only is { } only)
        {
            frame = only;
            _only = null;
        }
        else if (_frames is null || !_frames.TryDequeue(out frame))
        {
            _frames = null;
            frame = default;
            return false;
        }

        Bytes -= frame.Length;
        return true;
    }

    public void Clear()
    {
        _only = null;
        _frames = null;
        Bytes = 0;
    }
}
