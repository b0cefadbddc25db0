namespace Netra.Storage.RocksDb;

/// <summary>Reads the retained frames that a commit copies into dead letters or erases.</summary>
internal static class CommitSources
{
    private static readonly Dictionary<long, StoredFrame> None = [];

    /// <summary>The frames by their seqs; the store is asked only when there are any.</summary>
    /// <exception cref="StorageDamagedException">One is missing, is no frame, or its record is damaged.</exception>
    public static IReadOnlyDictionary<long, StoredFrame> Read(Database database, byte[] userKey, in CommitInGroup place)
    {
        var commit = place.Commit;
        if (commit.DeadLettersToAdd.Count + commit.FramesToErase.Count == 0) return None;
        var sources = new Dictionary<long, StoredFrame>();
        foreach (var letter in commit.DeadLettersToAdd)
        {
            if (letter.Json.IsEmpty) sources[letter.Seq] = Find(database, userKey, place, letter.Seq);
        }

        foreach (var hole in commit.FramesToErase)
        {
            if (!sources.ContainsKey(hole.Seq)) sources[hole.Seq] = Find(database, userKey, place, hole.Seq);
        }

        return sources;
    }

    private static StoredFrame Find(Database database, byte[] userKey, in CommitInGroup place, long seq)
    {
        if (!place.TryFind(seq, out var frame)) frame = FrameReader.Find(database, userKey, seq, options: null);
        return frame is { Hole: null } found
            ? found
            : throw new StorageDamagedException($"The retained frame {seq} of {KeyLayout.Describe(userKey)} is missing.");
    }
}
