using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>
/// Loses commits, or the answers to them, where the test says so, and remembers each commit that was asked for.
/// </summary>
internal sealed class FaultyLog(IUserLog inner) : IUserLog
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

    public Task<CommitOutcome> CommitAsync(UserCommit commit)
    {
        lock (_gate)
        {
            var outcome = CommitAfterAsync(_last, commit, Faults.TryDequeue(out var fault) ? fault : CommitFault.None);
            _last = outcome.ContinueWith(_ => { }, TaskScheduler.Default);
            Asked++;
            return outcome;
        }
    }

    public ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) =>
        IsDown || IsCutOff ? throw new StorageUnavailableException("The store is down.") : inner.LoadAsync(user, cancellationToken);

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
        var outcome = await inner.CommitAsync(commit);
        if (outcome == CommitOutcome.Committed) Written.Add(commit);
        return fault == CommitFault.AfterWrite ? throw new StorageUnavailableException("The answer was lost.") : outcome;
    }
}
