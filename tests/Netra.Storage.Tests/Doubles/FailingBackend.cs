using Netra.Protocol;

namespace Netra.Storage.Tests;

/// <summary>Fails its next groups with what the test gives it, and writes those after them.</summary>
internal sealed class FailingBackend : IUserLogBackend
{
    private readonly InMemoryBackend _inner = new();

    public Queue<Exception> Failures { get; } = new();

    /// <summary>What the first commits of the next groups end with, unwritten.</summary>
    public Queue<CommitOutcome> Outcomes { get; } = new();

    public ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        if (Failures.TryDequeue(out var failure)) throw failure;
        if (!Outcomes.TryDequeue(out var outcome)) return _inner.CommitAsync(group, outcomes, cancellationToken);
        outcomes.Span[0] = outcome;
        return _inner.CommitAsync([.. group.Skip(1)], outcomes[1..], cancellationToken);
    }

    public ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) =>
        _inner.LoadAsync(user, cancellationToken);

    public ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken) =>
        _inner.ReadAsync(user, fromSeq, toSeq, maxFrames, maxBytes, cancellationToken);

    public ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken) =>
        _inner.ReadEntriesAsync(user, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken) =>
        _inner.ReadDeadLettersAsync(user, afterSeq, maxRecords, maxBytes, cancellationToken);

    public ValueTask<IReadOnlyList<DeduplicationRecord>> ReadDeduplicationAsync(UserId user, CancellationToken cancellationToken) =>
        _inner.ReadDeduplicationAsync(user, cancellationToken);

    public ValueTask<IReadOnlyList<UserId>> FindUsersWithWorkAsync(UserId? after, int maxUsers, CancellationToken cancellationToken) =>
        _inner.FindUsersWithWorkAsync(after, maxUsers, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
