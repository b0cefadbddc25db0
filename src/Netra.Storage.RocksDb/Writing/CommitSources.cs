namespace Netra.Storage.RocksDb;

/// <summary>Reads the retained frames that a commit copies into dead letters or erases.</summary>
internal static class CommitSources
{
    private static readonly Dictionary<long, StoredFrame> None = [];

    /// <summary>The frames by their seqs; the store is asked only when there are any.</summary>
    /// <exception cref="StorageDamagedException">One is missing, is no frame, or its record is damaged.</exception>
    public static IReadOnlyDictionary<long, StoredFrame> Read(Database database, byte[] userKey, UserInGroup user, UserCommit commit)
    {
        if (commit.DeadLettersToAdd.Count + commit.FramesToErase.Count == 0) return None;
        var sources = new Dictionary<long, StoredFrame>();
        foreach (var letter in commit.DeadLettersToAdd)
        {
            if (letter.Json.IsEmpty) Add(letter.Seq);
        }

        foreach (var hole in commit.FramesToErase) Add(hole.Seq);
        return sources;

        void Add(long seq)
        {
            if (sources.ContainsKey(seq)) return;
            if (!user.TryFind(seq, out var frame)) frame = FrameReader.Find(database, userKey, seq, options: null);
            sources[seq] = frame is { Hole: null } found
                ? found
                : throw new StorageDamagedException($"The retained frame {seq} of {KeyLayout.Describe(userKey)} is missing.");
        }
    }
}
