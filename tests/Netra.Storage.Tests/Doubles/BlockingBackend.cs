using Netra.Protocol;

namespace Netra.Storage.Tests;

/// <summary>Blocks each group of the first lane until the test lets it through, and remembers those groups. Reads are not blocked.</summary>
internal sealed class BlockingBackend(IUserLogBackend inner) : PassingBackend(inner)
{
    private readonly SemaphoreSlim _entered = new(0);
    private readonly SemaphoreSlim _released = new(0);
    private readonly SemaphoreSlim _written = new(0);

    /// <summary>The lane of each user; by default all have the first.</summary>
    public Func<UserId, int> Lanes { get; init; } = _ => 0;

    /// <summary>The sizes of the groups, in order. Read it when a group has been entered.</summary>
    public List<int> GroupSizes { get; } = [];

    /// <summary>Ends when the writer is inside the next group.</summary>
    public Task EnteredAsync() => _entered.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Ends when the next group has been written.</summary>
    public Task WrittenAsync() => _written.WaitAsync(TimeSpan.FromSeconds(30));

    public void Release(int groups = 1) => _released.Release(groups);

    public override int LaneOf(UserId user) => Lanes(user);

    public override async ValueTask CommitAsync(
        IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        if (LaneOf(group[0].User) != 0)
        {
            await Inner.CommitAsync(group, outcomes, cancellationToken);
            return;
        }

        GroupSizes.Add(group.Count);
        _entered.Release();
        await _released.WaitAsync(cancellationToken);
        await Inner.CommitAsync(group, outcomes, cancellationToken);
        _written.Release();
    }

    public override ValueTask DisposeAsync()
    {
        _entered.Dispose();
        _released.Dispose();
        _written.Dispose();
        return ValueTask.CompletedTask;
    }
}
