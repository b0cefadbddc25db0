using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Netra.Protocol;
using Netra.Storage.Conformance;

namespace Netra.Storage.Tests;

public sealed partial class GroupCommitterTests : IAsyncDisposable
{
    private readonly BlockingBackend _blocking = new(new InMemoryBackend());
    private readonly FakeTimeProvider _time = new();

    public ValueTask DisposeAsync() => _blocking.DisposeAsync();

    [Fact]
    public async Task CommitAsync_WhileAGroupIsWritten_NextGroupIsWhatArrivedMeanwhile()
    {
        await using var committer = Create(new UserLogOptions());
        var first = committer.CommitAsync((await WriterAsync("ada")).Append("1"));
        await _blocking.EnteredAsync();
        var writers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => WriterAsync($"user-{i}")));
        var rest = writers.Select(writer => committer.CommitAsync(writer.Append("2"))).ToArray();
        Assert.False(first.IsCompleted);

        _blocking.Release(2);
        Assert.Equal(CommitOutcome.Committed, await first);
        Assert.All(await Task.WhenAll(rest), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        Assert.Equal([1, 5], _blocking.GroupSizes);
    }

    [Fact]
    public async Task CommitAsync_MoreThanAGroupsCommits_AreSeveralGroupsInOrder()
    {
        await using var committer = Create(new UserLogOptions { MaxGroupCommits = 3 });
        await OfferEightBehindAGroupAsync(committer);
        Assert.Equal([1, 3, 3, 1], _blocking.GroupSizes);
    }

    [Fact]
    public async Task CommitAsync_MoreThanAGroupsBytes_AreSeveralGroupsInOrder()
    {
        // A commit of one small frame counts 64 bytes each for head and frame, and the frame's own.
        await using var committer = Create(new UserLogOptions { MaxGroupBytes = 3 * 129 });
        await OfferEightBehindAGroupAsync(committer);
        Assert.Equal([1, 3, 3, 1], _blocking.GroupSizes);
    }

    [Fact]
    public async Task CommitAsync_LargerThanEveryBound_IsAGroupOfItsOwn()
    {
        await using var committer = Create(new UserLogOptions { MaxGroupBytes = 1, MaxQueuedBytes = 1 });
        await OfferEightBehindAGroupAsync(committer);
        Assert.Equal(Enumerable.Repeat(1, 8), _blocking.GroupSizes);
    }

    [Theory]
    [InlineData(2, long.MaxValue)]
    [InlineData(int.MaxValue, 2 * 129)]
    public async Task CommitAsync_FullQueue_WaitsInOrder(int maxQueuedCommits, long maxQueuedBytes)
    {
        await using var committer = Create(new UserLogOptions { MaxQueuedCommits = maxQueuedCommits, MaxQueuedBytes = maxQueuedBytes });
        await OfferEightBehindAGroupAsync(committer);
        Assert.Equal(8, _blocking.GroupSizes.Sum());
    }

    [Fact]
    public async Task CommitAsync_Contradiction_ThrowsAtOnceAndQueuesNothing()
    {
        await using var committer = Create(new UserLogOptions());
        var writer = await WriterAsync("ada");
        var commit = writer.Append("1");
        var broken = new UserCommit { User = writer.User, Expected = commit.Expected, Next = commit.Next };
        await Assert.ThrowsAsync<ArgumentException>(() => committer.CommitAsync(broken));

        _blocking.Release();
        Assert.Equal(CommitOutcome.Committed, await committer.CommitAsync(commit));
        Assert.Equal([1], _blocking.GroupSizes);
    }

    [Fact]
    public async Task CommitAsync_Continuation_DoesNotRunOnTheWritersThread()
    {
        await using var committer = Create(new UserLogOptions());
        var commit = committer.CommitAsync((await WriterAsync("ada")).Append("1"));
        var thread = commit.ContinueWith(
            _ => Thread.CurrentThread.Name, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _blocking.Release();
        Assert.NotEqual("netra-group-commit", await thread);
    }

    private GroupCommitter Create(UserLogOptions options, IUserLogBackend? backend = null) =>
        new(backend ?? _blocking, options, _time, NullLogger.Instance);

    private async Task<LogWriter> WriterAsync(string user, IUserLogBackend? backend = null)
    {
        var id = UserId.Parse(user);
        return new LogWriter(id, (await (backend ?? _blocking).LoadAsync(id, CancellationToken.None)).Head);
    }

    /// <summary>Eight commits of one user: the first is being written when the others come; then all are let through.</summary>
    private async Task OfferEightBehindAGroupAsync(GroupCommitter committer)
    {
        var writer = await WriterAsync("ada");
        var commits = new List<Task<CommitOutcome>> { committer.CommitAsync(writer.Append("0")) };
        await _blocking.EnteredAsync();
        for (var i = 1; i < 8; i++) commits.Add(committer.CommitAsync(writer.Append($"{i}")));
        _blocking.Release(8);
        // A commit out of order would conflict.
        Assert.All(await Task.WhenAll(commits), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        Assert.Equal(writer.Head, (await _blocking.LoadAsync(writer.User, CancellationToken.None)).Head);
    }
}
