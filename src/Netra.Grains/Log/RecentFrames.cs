using Netra.Storage;

namespace Netra.Grains;

/// <summary>The newest durable frames of a user, bounded in bytes, for cheap catch-up. Contiguous seqs. Not thread-safe.</summary>
internal sealed class RecentFrames(int maxBytes)
{
    private readonly Queue<StoredFrame> _frames = new();
    private long _bytes;

    public void Add(IReadOnlyList<StoredFrame> frames)
    {
        foreach (var frame in frames)
        {
            _frames.Enqueue(frame);
            _bytes += frame.Json.Length;
        }

        while (_bytes > maxBytes && _frames.TryDequeue(out var oldest)) _bytes -= oldest.Json.Length;
        // A queue keeps the room that it once needed; an idle user should not.
        if (_frames.Count == 0) _frames.TrimExcess();
    }

    public void Clear()
    {
        _frames.Clear();
        _frames.TrimExcess();
        _bytes = 0;
    }

    /// <summary>The frames from <paramref name="fromSeq"/> on, within the bounds; null when the first of them is not here.</summary>
    public List<StoredFrame>? TryRead(long fromSeq, int maxFrames, int pageBytes)
    {
        if (!_frames.TryPeek(out var oldest) || fromSeq < oldest.Seq) return null;
        var page = new List<StoredFrame>();
        var bytes = 0;
        foreach (var frame in _frames)
        {
            if (frame.Seq < fromSeq) continue;
            if (page.Count == maxFrames || (page.Count > 0 && bytes + frame.Json.Length > pageBytes)) break;
            page.Add(frame);
            bytes += frame.Json.Length;
        }

        return page;
    }
}
