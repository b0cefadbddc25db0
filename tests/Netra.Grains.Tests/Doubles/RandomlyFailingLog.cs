using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Now and then loses a commit, loses an answer, lets another writer come first, or fails a read.</summary>
internal sealed class RandomlyFailingLog(IUserLog inner, Random random, Func<Task> intrude) : PassingLog(inner)
{
    private Task _last = Task.CompletedTask;

    public override Task<CommitOutcome> CommitAsync(UserCommit commit)
    {
        // The faults may wait; the commits still take effect in the order of the calls.
        var outcome = CommitAfterAsync(_last, commit, random.Next(100));
        _last = outcome.ContinueWith(task => _ = task.Exception, TaskScheduler.Current);
        return outcome;
    }

    public override async ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken)
    {
        var fails = random.Next(40) == 0;
        for (var i = random.Next(4); i > 0; i--) await Task.Yield();
        if (fails) throw new StorageUnavailableException("A read failed.");
        return await base.ReadAsync(user, fromSeq, toSeq, maxFrames, maxBytes, cancellationToken);
    }

    private async Task<CommitOutcome> CommitAfterAsync(Task last, UserCommit commit, int dice)
    {
        await last;
        if (dice < 3) throw new StorageUnavailableException("The commit was lost.");
        if (dice < 6) await intrude();
        var outcome = await base.CommitAsync(commit);
        for (var i = random.Next(4); i > 0; i--) await Task.Yield();
        return dice is >= 6 and < 9 ? throw new StorageUnavailableException("The answer was lost.") : outcome;
    }
}
