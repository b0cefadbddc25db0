using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Lets another writer come first, where the test says so. Commits take effect in the order of the calls.</summary>
internal sealed class ConflictingLog(IUserLog inner) : PassingLog(inner)
{
    private Task _last = Task.CompletedTask;

    /// <summary>What the other writer does before the next commit.</summary>
    public Func<Task>? Intruder { get; set; }

    public override Task<CommitOutcome> CommitAsync(UserCommit commit)
    {
        var outcome = CommitAfterAsync(_last, commit);
        _last = outcome;
        return outcome;
    }

    private async Task<CommitOutcome> CommitAfterAsync(Task last, UserCommit commit)
    {
        // Never at once, so that the writer has handed over all it has when the other one comes.
        await Task.Yield();
        await last;
        if (Intruder is { } intruder)
        {
            Intruder = null;
            await intruder();
        }

        return await base.CommitAsync(commit);
    }
}
