using Netra.Protocol;

namespace Netra.Storage.Tests;

/// <summary>Blocks each group of the first lane until the test lets it through, and remembers those groups. Reads are not blocked.</summary>
internal sealed class BlockingBackend(IUserLogBackend inner) : IUserLogBackend
{
    private readonly SemaphoreSlim _entered = new(0);
    private readonly SemaphoreSlim _released = new(0);
    private readonly SemaphoreSlim _written = new(0);

    /// <summary>The lane of each user; by default all have the first.</summary>
    public Func<UserId, int> Lanes { get; init; } = _ => 0;

    public int LaneCount { get; init; } = 1;

    /// <summary>The sizes of the groups, in order. Read it when a group has been entered.</summary>
    public List<int> GroupSizes { get; } = [];

    /// <summary>Ends when the writer is inside the next group.</summary>
    public Task EnteredAsync() => _entered.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Ends when the next group has been written.</summary>
    public Task WrittenAsync() => _written.WaitAsync(TimeSpan.FromSeconds(30));

    public void Release(int groups = 1) => _released.Release(groups);

    public int LaneOf(UserId user) => Lanes(user);

    public async ValueTask CommitAsync(
        IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        if (LaneOf(group[0].User) != 0)
        {
            await inner.CommitAsync(group, outcomes, cancellationToken);
            return;
        }

        GroupSizes.Add(group.Count);
        _entered.Release();
        await _released.WaitAsync(cancellationToken);
        await inner.CommitAsync(group, outcomes, cancellationToken);
        _written.Release();
    }

    public ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) =>
        inner.LoadAsync(user, cancellationToken);

    public ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken) =>
        inner.ReadAsync(user, fromSeq, toSeq, maxFrames, maxBytes, cancellationToken);

    public ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken) =>
        inner.ReadEntriesAsync(user, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken) =>
        inner.ReadDeadLettersAsync(user, afterSeq, maxRecords, maxBytes, cancellationToken);

    public ValueTask<IReadOnlyList<DeduplicationRecord>> ReadDeduplicationAsync(UserId user, CancellationToken cancellationToken) =>
        inner.ReadDeduplicationAsync(user, cancellationToken);

    public ValueTask<IReadOnlyList<UserId>> FindUsersWithWorkAsync(UserId? after, int maxUsers, CancellationToken cancellationToken) =>
        inner.FindUsersWithWorkAsync(after, maxUsers, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _entered.Dispose();
        _released.Dispose();
        _written.Dispose();
        return ValueTask.CompletedTask;
    }
}
