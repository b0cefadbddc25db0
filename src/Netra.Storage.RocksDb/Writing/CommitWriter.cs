using System.Buffers;
using RocksDbSharp;

namespace Netra.Storage.RocksDb;

/// <summary>Puts one commit into the group's batch.</summary>
internal readonly struct CommitWriter(WriteBatch batch, Database database, byte[] userKey)
{
    // A run of deleted numbers up to this is deleted key by key, which costs readers nothing; a longer one by its range, which bounds the batch.
    private const int MaxSingleDeletes = 512;

    /// <param name="commit">The commit; the store is as it expects.</param>
    /// <param name="sources">The frames that it copies and erases.</param>
    public void Add(UserCommit commit, IReadOnlyDictionary<long, StoredFrame> sources)
    {
        AddFrames(commit);
        if (!commit.IsPlain)
        {
            ChangeFrames(commit, sources);
            AddDeadLetters(commit, sources);
            AddSessions(commit);
            AddState(commit);
            AddDeduplication(commit);
            AddWork(commit);
            AddTokens(commit);
        }

        batch.Put(userKey, HeadCodec.Encode(commit.Next, userKey), database.Heads);
    }

    /// <summary>Adds the new places, and deletes those below the new oldest.</summary>
    private void AddFrames(UserCommit commit)
    {
        var first = commit.Next.FirstRetainedSeq;
        if (commit.Frames.Count > 0)
        {
            var key = KeyLayout.Numbered(userKey, 0);
            for (var i = 0; i < commit.Frames.Count; i++)
            {
                // One that falls by its own commit is never written.
                if (commit.Frames[i].Seq >= first) Put(commit.Frames[i], key);
            }
        }

        Delete(database.Frames, commit.Expected.FirstRetainedSeq, Math.Min(first, commit.Expected.HeadSeq + 1));
    }

    /// <summary>Erases and deletes places that stay above the oldest.</summary>
    private void ChangeFrames(UserCommit commit, IReadOnlyDictionary<long, StoredFrame> sources)
    {
        foreach (var hole in commit.FramesToErase)
            Put(sources[hole.Seq] with { Json = default, Hole = hole.Reason }, KeyLayout.Numbered(userKey, hole.Seq));

        foreach (var seq in commit.FramesToRemove) batch.Delete(KeyLayout.Numbered(userKey, seq), database.Frames);
    }

    /// <param name="place">The frame or hole.</param>
    /// <param name="key">A key of this user's frames, which gets its number.</param>
    private void Put(in StoredFrame place, byte[] key)
    {
        KeyLayout.SetNumber(key, place.Seq);
        var length = FrameCodec.Measure(place);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            FrameCodec.Encode(place, key, buffer.AsSpan(0, length));
            // Puts a span of this length; the batch has its own copy.
            batch.Put((ReadOnlySpan<byte>)key, buffer.AsSpan(0, length), database.Frames);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void AddDeadLetters(UserCommit commit, IReadOnlyDictionary<long, StoredFrame> sources)
    {
        foreach (var letter in commit.DeadLettersToAdd)
        {
            var key = KeyLayout.Numbered(userKey, letter.Seq);
            var record = letter.Json.IsEmpty
                ? new DeadLetterRecord(letter.Seq, letter.Reason, letter.AtMs, sources[letter.Seq].Json, sources[letter.Seq].Priority)
                : new DeadLetterRecord(letter.Seq, letter.Reason, letter.AtMs, letter.Json);
            batch.Put(key, DeadLetterCodec.Encode(record, key), database.DeadLetters);
        }

        foreach (var seq in commit.DeadLettersToForget) batch.Delete(KeyLayout.Numbered(userKey, seq), database.DeadLetters);
    }

    private void AddSessions(UserCommit commit)
    {
        foreach (var session in commit.SessionsToWrite)
        {
            var key = KeyLayout.Session(userKey, session.ClientId);
            batch.Put(key, SessionCodec.Encode(session, key), database.Sessions);
        }

        foreach (var clientId in commit.SessionsToForget) batch.Delete(KeyLayout.Session(userKey, clientId), database.Sessions);
    }

    private void AddState(UserCommit commit)
    {
        var snapshotVersion = commit.Next.StateSnapshotVersion;
        foreach (var change in commit.StateChanges)
        {
            if (change.Version <= snapshotVersion) continue;
            var key = KeyLayout.Numbered(userKey, change.Version);
            batch.Put(key, StateCodec.EncodeChange(change, key), database.State);
        }

        if (commit.StateSnapshot is not { } snapshot) return;
        batch.Put(userKey, StateCodec.EncodeSnapshot(snapshot, userKey), database.State);
        Delete(database.State, commit.Expected.StateSnapshotVersion + 1, Math.Min(snapshotVersion, commit.Expected.StateVersion) + 1);
    }

    private void AddDeduplication(UserCommit commit)
    {
        foreach (var record in commit.DeduplicationToWrite)
        {
            var key = KeyLayout.Deduplication(userKey, record.Key);
            batch.Put(key, DeduplicationCodec.Encode(record, key), database.Deduplication);
        }

        foreach (var id in commit.DeduplicationToForget) batch.Delete(KeyLayout.Deduplication(userKey, id), database.Deduplication);
    }

    private void AddWork(UserCommit commit)
    {
        foreach (var work in commit.WorkToWrite)
        {
            var key = KeyLayout.Numbered(userKey, work.Number);
            batch.Put(key, WorkCodec.Encode(work, key), database.Work);
        }

        foreach (var number in commit.WorkToForget) batch.Delete(KeyLayout.Numbered(userKey, number), database.Work);
    }

    private void AddTokens(UserCommit commit)
    {
        foreach (var token in commit.RevokedTokensToWrite)
        {
            var key = KeyLayout.RevokedToken(userKey, token.TokenId);
            batch.Put(key, RevokedTokenCodec.Encode(token, key), database.RevokedTokens);
        }

        foreach (var id in commit.RevokedTokensToForget) batch.Delete(KeyLayout.RevokedToken(userKey, id), database.RevokedTokens);
    }

    /// <summary>Deletes the records with numbers from <paramref name="first"/> up to and without <paramref name="end"/>.</summary>
    private void Delete(ColumnFamilyHandle family, long first, long end)
    {
        if (end - first > MaxSingleDeletes)
        {
            var (from, to) = (KeyLayout.Numbered(userKey, first), KeyLayout.Numbered(userKey, end));
            batch.DeleteRange(from, (ulong)from.Length, to, (ulong)to.Length, family);
            return;
        }

        if (first >= end) return;
        var key = KeyLayout.Numbered(userKey, 0);
        for (var number = first; number < end; number++)
        {
            KeyLayout.SetNumber(key, number);
            batch.Delete((ReadOnlySpan<byte>)key, family);
        }
    }
}
