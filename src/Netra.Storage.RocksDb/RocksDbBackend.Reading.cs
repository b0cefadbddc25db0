using Netra.Protocol;
using RocksDbSharp;

namespace Netra.Storage.RocksDb;

/// <summary>Loading and reading.</summary>
public sealed partial class RocksDbBackend
{
    /// <inheritdoc/>
    public ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) =>
        Read(user, reader => reader.Load(), "loading a user", cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<StoredFrame>>(
            user, reader => reader.Frames(fromSeq, toSeq, maxFrames, maxBytes), "reading frames", cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<FrameEntry>>(user, reader => reader.Entries(), "reading entries", cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<DeadLetterRecord>>(
            user, reader => reader.DeadLetters(afterSeq, maxRecords, maxBytes), "reading dead letters", cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeduplicationRecord>> ReadDeduplicationAsync(UserId user, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<DeduplicationRecord>>(user, reader => reader.Deduplication(), "reading deduplication", cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UserId>> FindUsersWithWorkAsync(UserId? after, int maxUsers, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = _slot.Enter(forWriting: false);
        try
        {
            return ValueTask.FromResult<IReadOnlyList<UserId>>(FindUsersWithWork(lease.Database, after, maxUsers));
        }
        catch (Exception exception) when (NativeErrors.IsNative(exception))
        {
            throw NativeErrors.Translate(exception, "looking for work");
        }
    }

    private ValueTask<T> Read<T>(UserId user, Func<UserReader, T> read, string operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = _slot.Enter(forWriting: false);
        try
        {
            using var snapshot = lease.Database.Db.CreateSnapshot();
            return ValueTask.FromResult(read(new UserReader(lease.Database, KeyLayout.Head(user), snapshot)));
        }
        catch (Exception exception) when (NativeErrors.IsNative(exception))
        {
            throw NativeErrors.Translate(exception, operation);
        }
    }

    /// <summary>One seek for each user: it goes on behind all the user's records, however many they are.</summary>
    private List<UserId> FindUsersWithWork(Database database, UserId? after, int maxUsers)
    {
        var users = new List<UserId>();
        var options = new ReadOptions().SetTotalOrderSeek(true);
        using (var iterator = database.Db.NewIterator(database.Work, options))
        {
            if (after is { } last) iterator.Seek(KeyLayout.End(KeyLayout.Head(last)));
            else iterator.SeekToFirst();
            while (users.Count < maxUsers && iterator.Valid())
            {
                if (KeyLayout.TryReadUser(iterator.GetKeySpan(), out var user))
                {
                    users.Add(user);
                    iterator.Seek(KeyLayout.End(KeyLayout.Head(user)));
                }
                else
                {
                    // Whose it is cannot be known, and the others' work must not wait for it.
                    RocksDbLog.WorkKeyUnreadable(_logger, KeyLayout.Describe(iterator.GetKeySpan()));
                    iterator.Next();
                }
            }

            Database.ThrowIfFailed(iterator);
        }

        GC.KeepAlive(options);
        return users;
    }
}
