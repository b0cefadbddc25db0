namespace Netra.Storage.Tests;

/// <summary>Fails its next groups with what the test gives it, and writes those after them.</summary>
internal sealed class FailingBackend() : PassingBackend(new InMemoryBackend())
{
    public Queue<Exception> Failures { get; } = new();

    /// <summary>What the first commits of the next groups end with, unwritten.</summary>
    public Queue<CommitOutcome> Outcomes { get; } = new();

    public override ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        if (Failures.TryDequeue(out var failure)) throw failure;
        if (!Outcomes.TryDequeue(out var outcome)) return Inner.CommitAsync(group, outcomes, cancellationToken);
        outcomes.Span[0] = outcome;
        return Inner.CommitAsync([.. group.Skip(1)], outcomes[1..], cancellationToken);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
