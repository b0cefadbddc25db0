using Netra.Protocol;

namespace Netra.Storage.PostgreSql;

/// <summary>Loading and reading.</summary>
public sealed partial class PostgreSqlBackend
{
    /// <inheritdoc/>
    public async ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Of reads that nobody waits for any more the command goes on: ending it would cost its connection.
        return await ShardOf(user).Loads.LoadAsync(user).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reading = ShardOf(user).Reader.ReadAsync(user, fromSeq, toSeq, maxFrames, maxBytes, onlyEntries: false);
        var answer = await reading.WaitAsync(cancellationToken);
        return PlaceReader.Page(answer, fromSeq, toSeq);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reading = ShardOf(user).Reader.ReadAsync(user, 1, long.MaxValue, int.MaxValue, int.MaxValue, onlyEntries: true);
        return PlaceReader.Entries(await reading.WaitAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reading = ShardOf(user).Reader.ReadDeadLettersAsync(user, afterSeq, maxRecords, maxBytes);
        return [.. (await reading.WaitAsync(cancellationToken)).Rows.Select(row => AnswerRecords.DeadLetter(row))];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<DeduplicationRecord>> ReadDeduplicationAsync(UserId user, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reading = ShardOf(user).Reader.ReadDeduplicationAsync(user);
        return [.. (await reading.WaitAsync(cancellationToken)).Rows.Select(row => AnswerRecords.Deduplication(row))];
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Shard by shard in the order of their names, on each in the order of the ids. A shard that can't be read is passed over, so that the users of the others
    /// are found; when nothing is found behind it, the call throws, and never says that there is no work.
    /// </remarks>
    public async ValueTask<IReadOnlyList<UserId>> FindUsersWithWorkAsync(UserId? after, int maxUsers, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var users = new List<UserId>();
        StorageUnavailableException? failure = null;
        var first = after is { } cursor ? _map.ShardOf(cursor) : 0;
        for (var i = first; i < _shards.Length && users.Count < maxUsers; i++)
        {
            try
            {
                await AddUsersWithWorkAsync(_shards[i], i == first ? after?.Value ?? "" : "", maxUsers, users, cancellationToken);
            }
            catch (StorageUnavailableException exception) when (_shards.Length > 1)
            {
                PostgreSqlLog.ShardPassedOver(_logger, exception, _shards[i].Name);
                failure = exception;
            }
        }

        return users.Count == 0 && failure is not null ? throw failure : users;
    }

    private async Task AddUsersWithWorkAsync(Shard shard, string after, int maxUsers, List<UserId> users, CancellationToken cancellationToken)
    {
        while (users.Count < maxUsers)
        {
            var page = await shard.Reader.FindUsersWithWorkAsync(after, maxUsers - users.Count).WaitAsync(cancellationToken);
            if (page.Count == 0) return;
            after = page[^1];
            foreach (var id in page)
            {
                if (UserId.TryParse(id, out var user)) users.Add(user);
                else PostgreSqlLog.UserIdUnreadable(_logger, shard.Name);
            }
        }
    }
}
