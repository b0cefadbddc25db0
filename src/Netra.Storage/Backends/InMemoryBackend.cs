using Netra.Protocol;

namespace Netra.Storage;

/// <summary>
/// Keeps the logs in memory, with the fencing, the deletes and the sessions of a durable backend, for tests. Two silos of one process may share
/// one: it is thread-safe, also with two committers.
/// </summary>
/// <remarks>Failure policy: it never fails, and all is lost with the process. Closing does nothing.</remarks>
public sealed class InMemoryBackend : IUserLogBackend
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UserId, InMemoryUser> _users = [];
    private readonly Epoch _epoch;

    /// <summary>An empty store with an epoch of its own.</summary>
    public InMemoryBackend()
        : this(Epoch.NewEpoch())
    {
    }

    /// <summary>An empty store with the given epoch.</summary>
    public InMemoryBackend(Epoch epoch) => _epoch = epoch;

    /// <inheritdoc/>
    public ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) =>
        Read(user, log => log.Snapshot(), new UserSnapshot(UserHead.Empty(_epoch), [], StoredState.Empty, []), cancellationToken);

    /// <inheritdoc/>
    public ValueTask CommitAsync(
        IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            for (var i = 0; i < group.Count; i++) outcomes.Span[i] = Commit(group[i]);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<StoredFrame>>(user, log => log.Read(fromSeq, toSeq, maxFrames, maxBytes), [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken) =>
        Read(user, log => log.ReadEntries(), [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<DeadLetterRecord>>(user, log => log.ReadDeadLetters(afterSeq, maxRecords, maxBytes), [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeduplicationRecord>> ReadDeduplicationAsync(UserId user, CancellationToken cancellationToken) =>
        Read(user, log => log.Deduplication, [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UserId>> FindUsersWithWorkAsync(UserId? after, int maxUsers, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var users = _users.Where(entry => entry.Value.HasWork).Select(entry => entry.Key)
                .Order(Comparer<UserId>.Create((one, other) => string.CompareOrdinal(one.Value, other.Value)))
                .SkipWhile(user => after is { } last && string.CompareOrdinal(user.Value, last.Value) <= 0)
                .Take(maxUsers);
            return ValueTask.FromResult<IReadOnlyList<UserId>>([.. users]);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ValueTask<T> Read<T>(UserId user, Func<InMemoryUser, T> read, T ofNobody, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate) return ValueTask.FromResult(_users.TryGetValue(user, out var log) ? read(log) : ofNobody);
    }

    private CommitOutcome Commit(UserCommit commit)
    {
        if (_users.TryGetValue(commit.User, out var log)) return log.Apply(commit);
        log = new InMemoryUser(UserHead.Empty(_epoch));
        var outcome = log.Apply(commit);
        if (outcome == CommitOutcome.Committed) _users.Add(commit.User, log);
        return outcome;
    }
}
