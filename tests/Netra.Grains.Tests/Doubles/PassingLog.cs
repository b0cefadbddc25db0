using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Passes everything on; the doubles put their faults in between.</summary>
internal abstract class PassingLog(IUserLog inner) : IUserLog
{
    public virtual ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) => inner.LoadAsync(user, cancellationToken);

    public virtual Task<CommitOutcome> CommitAsync(UserCommit commit) => inner.CommitAsync(commit);

    public virtual ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken) =>
        inner.ReadAsync(user, fromSeq, toSeq, maxFrames, maxBytes, cancellationToken);
}
