namespace Netra.Storage.RocksDb;

/// <summary>The places of the log.</summary>
internal sealed partial class UserReader
{
    /// <summary>A page of the places from <paramref name="fromSeq"/> to <paramref name="toSeq"/>.</summary>
    public List<StoredFrame> Frames(long fromSeq, long toSeq, int maxFrames, int maxBytes)
    {
        var head = Head();
        var (first, last) = (Math.Max(fromSeq, head.OldestSeq), Math.Min(toSeq, head.HeadSeq));
        if (head.OldestSeq == 0 || first > last) return [];
        var frames = new List<StoredFrame>((int)Math.Min(maxFrames, Math.Min(last - first + 1, 256)));
        var (bytes, isFull) = (0L, false);
        foreach (var scan in Places(head, first, last))
        {
            var entry = FrameCodec.DecodeEntry(scan.Value, scan.Key);
            bytes += entry.JsonBytes;
            isFull = frames.Count > 0 && bytes > maxBytes;
            if (!isFull) frames.Add(FrameCodec.WithJson(entry, scan.Value));
            if (isFull || frames.Count == maxFrames) break;
        }

        return frames;
    }

    /// <summary>All places, without their JSON.</summary>
    public List<FrameEntry> Entries()
    {
        var head = Head();
        var entries = new List<FrameEntry>();
        if (head.OldestSeq > 0)
        {
            foreach (var scan in Places(head, head.OldestSeq, head.HeadSeq)) entries.Add(FrameCodec.DecodeEntry(scan.Value, scan.Key));
        }

        RetainedPlaces.Check(head, entries);
        return entries;
    }

    /// <summary>
    /// Goes over the retained places of a range. The oldest is there, and in a log without gaps every one: what is missing otherwise, only
    /// the counts of the head would tell.
    /// </summary>
    private IEnumerable<RangeScan> Places(UserHead head, long first, long last)
    {
        using var scan = new RangeScan(
            database, database.Frames, snapshot, KeyLayout.Numbered(userKey, first), KeyLayout.Numbered(userKey, last + 1));
        var expected = first;
        while (scan.MoveNext())
        {
            var seq = KeyLayout.NumberIn(scan.Key, userKey.Length, "frame");
            RequireNoneMissing(head, expected, seq);
            expected = seq + 1;
            yield return scan;
        }

        RequireNoneMissing(head, expected, last + 1);
    }

    /// <summary>Between <paramref name="expected"/> and <paramref name="found"/> nothing was found.</summary>
    private void RequireNoneMissing(in UserHead head, long expected, long found)
    {
        var mayBeMissing = expected == found || (!head.IsGapless && expected != head.OldestSeq);
        if (!mayBeMissing) throw new StorageDamagedException($"The retained frame {expected} of {KeyLayout.Describe(userKey)} is missing.");
    }
}
