using Netra.Protocol;
using Netra.Storage;

namespace Netra.Testing;

/// <summary>A store that does what another one does; the doubles put their faults in between. Whether closing it closes the other one is theirs to say.</summary>
internal abstract class PassingBackend(IUserLogBackend inner) : PassingReader(inner), IUserLogBackend
{
    /// <summary>As many as the other one has, unless a double says otherwise.</summary>
    public int LaneCount { get; init; } = inner.LaneCount;

    protected IUserLogBackend Inner { get; } = inner;

    public virtual int LaneOf(UserId user) => Inner.LaneOf(user);

    public virtual ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken) =>
        Inner.CommitAsync(group, outcomes, cancellationToken);

    public abstract ValueTask DisposeAsync();
}
