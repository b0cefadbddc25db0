using Netra.Protocol;
using Netra.Storage;

namespace Netra.Host.Tests;

/// <summary>A log whose users are loaded as the test says.</summary>
internal sealed class ProbedLog(Func<CancellationToken, Task<UserSnapshot>> load) : IUserLog
{
    public int Loads { get; private set; }

    public async ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken)
    {
        Loads++;
        return await load(cancellationToken);
    }

    public Task<CommitOutcome> CommitAsync(UserCommit commit) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<DeduplicationRecord>> ReadDeduplicationAsync(UserId user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<UserId>> FindUsersWithWorkAsync(UserId? after, int maxUsers, CancellationToken cancellationToken) => throw new NotSupportedException();
}
