using Netra.Protocol;

namespace Netra.Storage.Tests;

/// <summary>Fails its next groups with what the test gives it, and writes those after them.</summary>
internal sealed class FailingBackend : IUserLogBackend
{
    private readonly InMemoryBackend _inner = new();

    public Queue<Exception> Failures { get; } = new();

    public ValueTask CommitAsync(
        IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken) =>
        Failures.TryDequeue(out var failure) ? throw failure : _inner.CommitAsync(group, outcomes, cancellationToken);

    public ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) =>
        _inner.LoadAsync(user, cancellationToken);

    public ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken) =>
        _inner.ReadAsync(user, fromSeq, toSeq, maxFrames, maxBytes, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
