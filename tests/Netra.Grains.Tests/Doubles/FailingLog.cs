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

    public override async ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return ReadFailure is null ? await base.ReadAsync(user, fromSeq, toSeq, maxFrames, maxBytes, cancellationToken) : throw ReadFailure;
    }
}
