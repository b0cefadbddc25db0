using System.Globalization;
using Netra.Storage.Conformance;

namespace Netra.Storage.PostgreSql.Tests;

/// <summary>
/// A user's writer that goes on through failures as a grain does: after one it loads anew, and holds what it finds against what it knows.
/// </summary>
internal sealed class RestartWriter(IUserLog log, string user)
{
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LogWriter Writer { get; private set; } = new(Protocol.UserId.Parse(user), default);

    public int Committed { get; private set; }

    public int Failures { get; private set; }

    public async Task RunAsync(CancellationToken done)
    {
        Writer = await LogWriter.LoadAsync(log, user);
        while (!done.IsCancellationRequested)
        {
            var commit = Writer.Append(Committed.ToString(CultureInfo.InvariantCulture), Failures.ToString(CultureInfo.InvariantCulture));
            try
            {
                Assert.Equal(CommitOutcome.Committed, await log.CommitAsync(commit));
                Committed++;
                Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            }
            catch (StorageUnavailableException)
            {
                Failures++;
                await LoadAsync(commit);
            }
        }
    }

    /// <summary>Waits until so many commits were acknowledged.</summary>
    public async Task UntilAsync(int committed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _changed.Task;
            if (Committed >= committed) return;
            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The commit that failed is there whole, or not at all; everything before it is there. Also for the last one: it ends with what it knows.</summary>
    private async Task LoadAsync(UserCommit unknown)
    {
        while (true)
        {
            try
            {
                Writer = await LogWriter.LoadAsync(log, user);
            }
            catch (StorageUnavailableException)
            {
                continue;
            }

            Assert.Contains(Writer.Head, (UserHead[])[unknown.Expected, unknown.Next]);
            return;
        }
    }
}
