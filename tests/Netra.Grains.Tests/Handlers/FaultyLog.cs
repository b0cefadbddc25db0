using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>
/// Loses commits, or the answers to them, where the test says so, and remembers each commit that was asked for.
/// </summary>
internal sealed class FaultyLog(IUserLog inner) : PassingLog(inner)
{
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    public List<UserCommit> Written { get; } = [];

    /// <summary>How many commits were asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>Which of the next commits fail, from the first: before they are written, or after.</summary>
    public Queue<CommitFault> Faults { get; } = new();

    /// <summary>What another activation does before the next commit.</summary>
    public Func<Task>? Intruder { get; set; }

    /// <summary>Commits wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>The process is gone: nothing that it still does reaches storage.</summary>
    public bool IsCutOff { get; set; }

    public bool IsDown { get; set; }

    public override Task<CommitOutcome> CommitAsync(UserCommit commit)
    {
        lock (_gate)
        {
            var outcome = CommitAfterAsync(_last, commit, Faults.TryDequeue(out var fault) ? fault : CommitFault.None);
            _last = outcome.ContinueWith(_ => { }, TaskScheduler.Default);
            Asked++;
            return outcome;
        }
    }

    public override ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) =>
        IsDown || IsCutOff ? throw new StorageUnavailableException("The store is down.") : base.LoadAsync(user, cancellationToken);

    private async Task<CommitOutcome> CommitAfterAsync(Task last, UserCommit commit, CommitFault fault)
    {
        await Task.Yield();
        await last;
        await Gate;
        if (Intruder is { } intruder)
        {
            Intruder = null;
            await intruder();
        }

        if (IsDown || IsCutOff || fault == CommitFault.BeforeWrite) throw new StorageUnavailableException("The commit was lost.");
        var outcome = await base.CommitAsync(commit);
        if (outcome == CommitOutcome.Committed) Written.Add(commit);
        return fault == CommitFault.AfterWrite ? throw new StorageUnavailableException("The answer was lost.") : outcome;
    }
}
