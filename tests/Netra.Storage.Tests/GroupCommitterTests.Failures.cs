namespace Netra.Storage.Tests;

public sealed partial class GroupCommitterTests
{
    private static readonly UserLogOptions Defaults = new();

    [Fact]
    public async Task CommitAsync_BackendFails_FailsTheGroupAndGoesOn()
    {
        await using var backend = new FailingBackend();
        var cause = new InvalidOperationException("broken");
        backend.Failures.Enqueue(cause);
        await using var committer = Create(Defaults, backend);
        var ada = await WriterAsync("ada", backend);
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => committer.CommitAsync(ada.Append("1")));
        Assert.Same(cause, failure.InnerException);

        // The writer goes on as if nothing had happened: fenced off. Another user, and the writer after a reload, are served.
        Assert.Equal(CommitOutcome.Conflict, await committer.CommitAsync(ada.Append("2")));
        Assert.Equal(CommitOutcome.Committed, await committer.CommitAsync((await WriterAsync("bob", backend)).Append("1")));
        Assert.Equal(CommitOutcome.Committed, await committer.CommitAsync((await WriterAsync("ada", backend)).Append("1")));
    }

    [Fact]
    public async Task CommitAsync_BackendFailsAGroupOfMany_FailsEachOfThem()
    {
        await using var failing = new FailingBackend();
        await using var blocking = new BlockingBackend(failing);
        await using var committer = Create(Defaults, blocking);
        var first = committer.CommitAsync((await WriterAsync("ada", blocking)).Append("1"));
        await blocking.EnteredAsync();
        var writers = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => WriterAsync($"user-{i}", blocking)));
        var rest = writers.Select(writer => committer.CommitAsync(writer.Append("2"))).ToArray();
        blocking.Release();
        Assert.Equal(CommitOutcome.Committed, await first);

        await blocking.EnteredAsync();
        failing.Failures.Enqueue(new IOException("broken"));
        blocking.Release();
        foreach (var commit in rest) await Assert.ThrowsAsync<StorageUnavailableException>(() => commit);
        Assert.Equal([1, 3], blocking.GroupSizes);
    }

    [Theory]
    [InlineData(CommitOutcome.Unavailable, typeof(StorageUnavailableException))]
    [InlineData(CommitOutcome.Damaged, typeof(StorageDamagedException))]
    public async Task CommitAsync_OneOfAGroupFails_FailsAlone(CommitOutcome outcome, Type exception)
    {
        await using var failing = new FailingBackend();
        await using var blocking = new BlockingBackend(failing);
        await using var committer = Create(Defaults, blocking);
        var first = committer.CommitAsync((await WriterAsync("ada", blocking)).Append("1"));
        await blocking.EnteredAsync();
        var (bob, eve) = (await WriterAsync("bob", blocking), await WriterAsync("eve", blocking));
        var (failed, beside) = (committer.CommitAsync(bob.Append("2")), committer.CommitAsync(eve.Append("2")));
        blocking.Release();
        await first;

        await blocking.EnteredAsync();
        failing.Outcomes.Enqueue(outcome);
        blocking.Release();
        await Assert.ThrowsAsync(exception, () => failed);
        Assert.Equal(CommitOutcome.Committed, await beside);
        Assert.Equal(0, (await failing.LoadAsync(bob.User, CancellationToken.None)).Head.HeadSeq);
        Assert.Equal(eve.Head, (await failing.LoadAsync(eve.User, CancellationToken.None)).Head);
    }

    [Fact]
    public async Task CommitAsync_DeadlineWhileWritten_FailsButMayBeWritten()
    {
        await using var committer = Create(Defaults);
        var writer = await WriterAsync("ada");
        var commit = committer.CommitAsync(writer.Append("1"));
        await _blocking.EnteredAsync();
        _time.Advance(Defaults.CommitTimeout);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => commit);

        _blocking.Release();
        await _blocking.WrittenAsync();
        Assert.Equal(writer.Head, (await _blocking.LoadAsync(writer.User, CancellationToken.None)).Head);
    }

    [Fact]
    public async Task CommitAsync_DeadlineInTheQueueOrBeforeIt_IsNeverWritten()
    {
        await using var committer = Create(new UserLogOptions { MaxQueuedCommits = 1 });
        var first = await WriterAsync("first");
        var written = committer.CommitAsync(first.Append("1"));
        await _blocking.EnteredAsync();
        _time.Advance(Defaults.CommitTimeout / 2);
        var late = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => WriterAsync($"user-{i}")));
        var commits = late.Select(writer => committer.CommitAsync(writer.Append("1"))).ToArray();

        _time.Advance(Defaults.CommitTimeout / 2);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => written);
        Assert.All(commits, commit => Assert.False(commit.IsCompleted));
        _time.Advance(Defaults.CommitTimeout / 2);
        foreach (var commit in commits) await Assert.ThrowsAsync<StorageUnavailableException>(() => commit);

        var next = committer.CommitAsync((await WriterAsync("next")).Append("1"));
        _blocking.Release(2);
        Assert.Equal(CommitOutcome.Committed, await next);
        Assert.Equal([1, 1], _blocking.GroupSizes);
        foreach (var writer in late)
            Assert.Equal(0, (await _blocking.LoadAsync(writer.User, CancellationToken.None)).Head.Revision);
    }

    [Fact]
    public async Task DisposeAsync_QueuedCommits_AreWrittenFirst()
    {
        var committer = Create(Defaults);
        var writer = await WriterAsync("ada");
        var commits = new List<Task<CommitOutcome>> { committer.CommitAsync(writer.Append("0")) };
        await _blocking.EnteredAsync();
        for (var i = 1; i < 5; i++) commits.Add(committer.CommitAsync(writer.Append($"{i}")));

        var disposing = committer.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => committer.CommitAsync(writer.Append("too late")));
        Assert.False(disposing.IsCompleted);
        _blocking.Release(2);
        await disposing;
        Assert.All(await Task.WhenAll(commits), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
    }

    [Fact]
    public async Task DisposeAsync_BackendThatDoesNotAnswer_FailsTheRestAfterTheBound()
    {
        var options = new UserLogOptions { DrainTimeout = TimeSpan.FromSeconds(2) };
        var committer = Create(options);
        var written = committer.CommitAsync((await WriterAsync("ada")).Append("1"));
        await _blocking.EnteredAsync();
        var queued = committer.CommitAsync((await WriterAsync("bob")).Append("1"));

        var disposing = committer.DisposeAsync().AsTask();
        _time.Advance(options.DrainTimeout);
        await disposing;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => written);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => queued);
        Assert.Equal([1], _blocking.GroupSizes);
    }
}
