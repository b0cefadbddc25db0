using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Now and then loses a commit, loses an answer, lets another writer come first, or fails a read.</summary>
internal sealed class RandomlyFailingLog(IUserLog inner, Random random, Func<Task> intrude) : PassingLog(inner)
{
    private Task _last = Task.CompletedTask;

    /// <summary>Ends when every commit has taken its effect: those of a pipeline that has failed go on without it.</summary>
    public Task SettledAsync() => _last;

    public override Task<CommitOutcome> CommitAsync(UserCommit commit)
    {
        // The faults may wait; the commits still take effect in the order of the calls.
        var outcome = CommitAfterAsync(_last, commit, random.Next(100));
        _last = outcome.ContinueWith(task => _ = task.Exception, TaskScheduler.Current);
        return outcome;
    }

    public override async ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken)
    {
        await MeetFaultsAsync();
        return await base.ReadEntriesAsync(user, cancellationToken);
    }

    public override async ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken)
    {
        await MeetFaultsAsync();
        return await base.ReadDeadLettersAsync(user, afterSeq, maxRecords, maxBytes, cancellationToken);
    }

    private async Task MeetFaultsAsync()
    {
        var fails = random.Next(10) == 0;
        for (var i = random.Next(4); i > 0; i--) await Task.Yield();
        if (fails) throw new StorageUnavailableException("A read failed.");
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
