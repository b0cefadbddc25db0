using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netra.Protocol;

namespace Netra.Storage;

/// <summary>
/// The user log of a silo: reads go to the backend, commits through the silo's one group committer.
/// </summary>
/// <remarks>
/// Failure policy: see <see cref="IUserLog"/>. It does not own the backend, which several logs of one test process may share: closing the log
/// writes what is queued, fails the rest and leaves the backend open.
/// </remarks>
public sealed class UserLog : IUserLog, IAsyncDisposable
{
    private readonly IUserLogBackend _backend;
    private readonly GroupCommitter _committer;

    public UserLog(IUserLogBackend backend, IOptions<UserLogOptions> options, TimeProvider time, ILogger<UserLog> logger)
    {
        _backend = backend;
        _committer = new GroupCommitter(backend, options.Value, time, logger);
    }

    /// <inheritdoc/>
    public ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) =>
        _backend.LoadAsync(user, cancellationToken);

    /// <inheritdoc/>
    public Task<CommitOutcome> CommitAsync(UserCommit commit) => _committer.CommitAsync(commit);

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
    public ValueTask DisposeAsync() => _committer.DisposeAsync();
}
