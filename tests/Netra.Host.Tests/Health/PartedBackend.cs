using Netra.Storage;

namespace Netra.Host.Tests;

/// <summary>A store of several parts, which is asked for nothing but them.</summary>
internal sealed class PartedBackend(params IStoragePart[] parts) : UnreadStore, IUserLogBackend
{
    public IReadOnlyList<IStoragePart> Parts => parts;

    public ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
