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
    public ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(
                _users.TryGetValue(user, out var log) ? log.Snapshot() : new UserSnapshot(UserHead.Empty(_epoch), []));
        }
    }

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
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<StoredFrame>>(
                _users.TryGetValue(user, out var log) ? log.Read(fromSeq, toSeq, maxFrames, maxBytes) : []);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private CommitOutcome Commit(UserCommit commit)
    {
        if (_users.TryGetValue(commit.User, out var log))
        {
            if (log.Head != commit.Expected) return CommitOutcome.Conflict;
        }
        else
        {
            if (commit.Expected != UserHead.Empty(_epoch)) return CommitOutcome.Conflict;
            log = new InMemoryUser(commit.Expected);
            _users.Add(commit.User, log);
        }

        log.Apply(commit);
        return CommitOutcome.Committed;
    }
}
