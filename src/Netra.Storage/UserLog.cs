using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netra.Protocol;

namespace Netra.Storage;

/// <summary>
/// The user log of a silo: reads go to the backend, commits through the group committer of the user's lane.
/// </summary>
/// <remarks>
/// Failure policy: see <see cref="IUserLog"/>. It does not own the backend, which several logs of one test process may share: closing the log
/// writes what is queued, fails the rest and leaves the backend open.
/// </remarks>
public sealed class UserLog : IUserLog, IAsyncDisposable
{
    private readonly IUserLogBackend _backend;
    private readonly GroupCommitter[] _committers;

    public UserLog(IUserLogBackend backend, IOptions<UserLogOptions> options, TimeProvider time, ILogger<UserLog> logger)
    {
        _backend = backend;
        var bounds = BoundsOfALane(options.Value, backend.LaneCount);
        _committers = [.. Enumerable.Range(0, backend.LaneCount).Select(_ => new GroupCommitter(backend, bounds, time, logger))];
    }

    /// <inheritdoc/>
    public ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) =>
        _backend.LoadAsync(user, cancellationToken);

    /// <inheritdoc/>
    public Task<CommitOutcome> CommitAsync(UserCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return _committers[_backend.LaneOf(commit.User)].CommitAsync(commit);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxFrames, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        return _backend.ReadAsync(user, fromSeq, toSeq, maxFrames, maxBytes, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken) =>
        _backend.ReadEntriesAsync(user, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRecords, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        return _backend.ReadDeadLettersAsync(user, afterSeq, maxRecords, maxBytes, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeduplicationRecord>> ReadDeduplicationAsync(UserId user, CancellationToken cancellationToken) =>
        _backend.ReadDeduplicationAsync(user, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UserId>> FindUsersWithWorkAsync(UserId? after, int maxUsers, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxUsers, 1);
        return _backend.FindUsersWithWorkAsync(after, maxUsers, cancellationToken);
    }

    /// <summary>Takes no more commits, writes what is queued within <see cref="UserLogOptions.DrainTimeout"/> and fails the rest.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_committers.Select(committer => committer.DisposeAsync().AsTask()));

    /// <summary>The bounds of the queue are the process's: each lane has its share, so that one that stalls leaves the others theirs.</summary>
    private static UserLogOptions BoundsOfALane(UserLogOptions options, int lanes) => new()
    {
        MaxQueuedCommits = Math.Max(1, options.MaxQueuedCommits / lanes),
        MaxQueuedBytes = Math.Max(1, options.MaxQueuedBytes / lanes),
        MaxGroupCommits = options.MaxGroupCommits,
        MaxGroupBytes = options.MaxGroupBytes,
        CommitTimeout = options.CommitTimeout,
        DrainTimeout = options.DrainTimeout,
    };
}
