using System.Threading.Channels;
using Netra.Storage;

namespace Netra.Faults.Bugs;

/// <summary>Says that a commit is durable before it is: it is written a moment later, if the process lives that long and storage takes it.</summary>
internal sealed class EarlyAnswerBackend : PassingBackend
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly Channel<IReadOnlyList<UserCommit>> _later = Channel.CreateUnbounded<IReadOnlyList<UserCommit>>();

    public EarlyAnswerBackend(IUserLogBackend inner)
        : base(inner) => _ = WriteAsync();

    public override ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        // The default: committed.
        outcomes.Span.Clear();
        _later.Writer.TryWrite([.. group]);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync() => Inner.DisposeAsync();

    private async Task WriteAsync()
    {
        await foreach (var group in _later.Reader.ReadAllAsync())
        {
            await Task.Delay(Moment);
            try
            {
                await Inner.CommitAsync(group, new CommitOutcome[group.Count], CancellationToken.None);
            }
            catch (StorageUnavailableException)
            {
                // Nobody can be told any more.
            }
        }
    }
}
