using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Fails its next commits, or its reads, with what the test gives it. What fails is not written.</summary>
internal sealed class FailingLog(IUserLog inner) : PassingLog(inner)
{
    public Queue<Exception> CommitFailures { get; } = new();

    public Exception? ReadFailure { get; set; }

    public override Task<CommitOutcome> CommitAsync(UserCommit commit) =>
        CommitFailures.TryDequeue(out var failure) ? Task.FromException<CommitOutcome>(failure) : base.CommitAsync(commit);

    public override async ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return ReadFailure is null ? await base.ReadEntriesAsync(user, cancellationToken) : throw ReadFailure;
    }

    public override async ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return ReadFailure is null ? await base.ReadDeadLettersAsync(user, afterSeq, maxRecords, maxBytes, cancellationToken) : throw ReadFailure;
    }
}
