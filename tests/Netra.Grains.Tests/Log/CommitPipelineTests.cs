using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

public sealed class CommitPipelineTests : IAsyncDisposable
{
    private readonly LogUser _user = new();

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Fact]
    public Task Abandoned_CommitBehindOneWhoseAnswerIsLost_EndsWithItsOutcome() => Exclusively.RunAsync(async () =>
    {
        var log = new BlockingLog(_user.Log);
        var pipeline = await _user.LoadAsync(log);
        var (first, _) = pipeline.Append(LogUser.Messages(1));
        var (second, _) = pipeline.Append(LogUser.Messages(1));
        log.Lose(0);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => first.Durable);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => second.Durable);

        Assert.False(pipeline.Abandoned.IsCompleted);
        await log.AnswerAsync(1);
        await pipeline.Abandoned.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(2, (await _user.SnapshotAsync()).Head.HeadSeq);
    });

    [Fact]
    public Task Append_ManyCalls_GivesSeqsWithoutGapAndReportsThemDurableInOrder() => Exclusively.RunAsync(async () =>
    {
        var pipeline = await _user.LoadAsync();
        var published = new List<NewFrame>();
        var commits = new List<StagedCommit>();
        for (var i = 0; i < 400; i++)
        {
            var (commit, messages) = pipeline.Append(LogUser.Messages(1 + (i % 4)));
            commits.Add(commit);
            published.AddRange(messages);
            if (i % 50 == 0) await commit.Durable;
        }

        await Task.WhenAll(commits.Select(commit => commit.Durable));

        Assert.Equal(LogUser.Range(1, 1000), published.Select(message => message.Seq));
        Assert.Equal(LogUser.Range(1, 1000), _user.Reported);
        Assert.Equal(LogUser.Range(1, 1000), (await _user.ReadAllAsync()).Select(frame => frame.Seq));
        Assert.Equal(1000, pipeline.Durable.HeadSeq);
    });

    [Fact]
    public Task Append_WhileCommitsAreUnderWay_KeepsSeveralInFlightAndGathersTheRest() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxCommitsInFlight = 3;
        var log = new BlockingLog(_user.Log);
        var pipeline = await _user.LoadAsync(log);
        var commits = Enumerable.Range(0, 10).Select(_ => pipeline.Append(LogUser.Messages(1)).Commit).ToList();
        Assert.Equal([1, 1, 1], log.Commits.Select(commit => commit.Frames.Count));

        await log.AnswerAsync(0);
        await commits[0].Durable;
        Assert.Equal([1, 1, 1, 7], log.Commits.Select(commit => commit.Frames.Count));
        Assert.False(commits[1].Durable.IsCompleted);

        await log.AnswerAllAsync();
        await Task.WhenAll(commits.Select(commit => commit.Durable));
        Assert.Equal(LogUser.Range(1, 10), _user.Reported);
    });

    [Theory]
    [InlineData(3, int.MaxValue)]
    [InlineData(int.MaxValue, 300)]
    public Task Append_MoreThanACommitHolds_BeginsTheNextAndNeverSplitsACall(int maxFrames, int maxBytes) => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxCommitsInFlight = 1;
        _user.Limits.MaxCommitFrames = maxFrames;
        _user.Limits.MaxCommitBytes = maxBytes;
        var log = new BlockingLog(_user.Log);
        var pipeline = await _user.LoadAsync(log);
        var commits = Enumerable.Range(0, 6).Select(_ => pipeline.Append(LogUser.Messages(2)).Commit).ToList();
        await log.AnswerAllAsync();
        await Task.WhenAll(commits.Select(commit => commit.Durable));

        Assert.Equal([2, 4, 4, 2], log.Commits.Select(commit => commit.Frames.Count));
    });

    [Fact]
    public Task Durable_LaterCommitIsAnsweredFirst_IsReportedInTheOrderOfTheSeqs() => Exclusively.RunAsync(async () =>
    {
        var log = new BlockingLog(_user.Log);
        var pipeline = await _user.LoadAsync(log);
        var first = pipeline.Append(LogUser.Messages(1)).Commit;
        var second = pipeline.Append(LogUser.Messages(1)).Commit;
        await log.AnswerAsync(1);
        await Task.Yield();
        Assert.False(second.Durable.IsCompleted);
        Assert.Empty(_user.Reported);
        Assert.Equal(0, pipeline.Durable.HeadSeq);

        await log.AnswerAsync(0);
        await second.Durable;
        Assert.True(first.Durable.IsCompletedSuccessfully);
        Assert.Equal([1, 2], _user.Reported);
    });

    [Fact]
    public Task Append_StorageFails_FailsWhatIsBehindAndTakesNothingMore() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxCommitsInFlight = 2;
        var log = new BlockingLog(_user.Log);
        var pipeline = await _user.LoadAsync(log);
        var commits = Enumerable.Range(0, 5).Select(_ => pipeline.Append(LogUser.Messages(1)).Commit).ToList();
        await log.AnswerAsync(0);
        await commits[0].Durable;
        log.Lose(1);

        foreach (var commit in commits.Skip(1)) await Assert.ThrowsAsync<StorageUnavailableException>(() => commit.Durable);
        Assert.Equal([1], _user.Reported);
        Assert.Equal(1, pipeline.Durable.HeadSeq);
        Assert.IsType<StorageUnavailableException>(pipeline.Failure);
        Assert.Throws<StorageUnavailableException>(() => pipeline.Append(LogUser.Messages(1)));
        Assert.Throws<StorageUnavailableException>(() => pipeline.SaveSession(ClientId.NewId(), null));
    });

    [Fact]
    public Task Append_LogThrowsAtOnce_FailsTheCommitAndNotTheCall() => Exclusively.RunAsync(async () =>
    {
        var log = new FailingLog(_user.Log) { CommitFailures = { } };
        log.CommitFailures.Enqueue(new StorageUnavailableException("down"));
        var pipeline = await _user.LoadAsync(log);

        var (commit, published) = pipeline.Append(LogUser.Messages(1));

        Assert.Equal(1, Assert.Single(published).Seq);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => commit.Durable);
    });

    [Fact]
    public Task Append_AnotherWriterWasFirst_ConflictsWithAllThatIsBehind() => Exclusively.RunAsync(async () =>
    {
        var log = new ConflictingLog(_user.Log);
        var pipeline = await _user.LoadAsync(log);
        await pipeline.Append(LogUser.Messages(1)).Commit.Durable;
        log.Intruder = () => _user.IntrudeAsync();
        var commits = Enumerable.Range(0, 3).Select(_ => pipeline.Append(LogUser.Messages(1)).Commit).ToList();

        foreach (var commit in commits) await Assert.ThrowsAsync<CommitConflictException>(() => commit.Durable);
        Assert.Equal([1], _user.Reported);
        Assert.Equal([1, 2], (await _user.ReadAllAsync()).Select(frame => frame.Seq));

        // Loaded anew, it goes on behind the other writer.
        var next = await _user.LoadAsync();
        Assert.Equal(3, next.Append(LogUser.Messages(1)).Published[0].Seq);
    });

    [Fact]
    public Task Append_MoreBytesPendingThanMayBe_IsRefusedUntilTheyAreDurable() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxPendingBytes = 1_000;
        var log = new BlockingLog(_user.Log);
        var pipeline = await _user.LoadAsync(log);
        var large = pipeline.Append(LogUser.Messages(1, payloadBytes: 2_000)).Commit;
        Assert.Throws<UserUnavailableException>(() => pipeline.Append(LogUser.Messages(1)));

        await log.AnswerAllAsync();
        await large.Durable;
        Assert.Equal(2, pipeline.Append(LogUser.Messages(1)).Published[0].Seq);
        await log.AnswerAllAsync();
    });

    [Fact]
    public Task Append_ClockGoesBack_NeverLetsTimestampsFall() => Exclusively.RunAsync(async () =>
    {
        var pipeline = await _user.LoadAsync();
        await pipeline.Append(LogUser.Messages(1)).Commit.Durable;
        var before = _user.Time.GetUtcNow();
        _user.Time.SetClock(before - TimeSpan.FromHours(1));
        await pipeline.Append(LogUser.Messages(1)).Commit.Durable;

        // Neither does an activation that has only read the last one.
        var next = await _user.LoadAsync();
        await next.Append(LogUser.Messages(1)).Commit.Durable;
        Assert.All(await _user.ReadAllAsync(), frame => Assert.Equal(before.ToUnixTimeMilliseconds(), frame.TimestampMs));
    });

    [Fact]
    public Task SaveSession_TwiceInOneCommit_TheLastWordCounts() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxCommitsInFlight = 1;
        var log = new BlockingLog(_user.Log);
        var pipeline = await _user.LoadAsync(log);
        var (kept, forgotten) = (ClientId.NewId(), ClientId.NewId());
        var block = pipeline.Append(LogUser.Messages(1)).Commit;
        pipeline.SaveSession(forgotten, new SessionRecord(forgotten, 0, 1, 1));
        pipeline.SaveSession(kept, new SessionRecord(kept, 0, 1, 1));
        pipeline.SaveSession(kept, new SessionRecord(kept, 0, 2, 2));
        var last = pipeline.SaveSession(forgotten, null);
        await log.AnswerAllAsync();
        await Task.WhenAll(block.Durable, last.Durable);

        Assert.Equal(2, log.Commits.Count);
        Assert.Equal(new SessionRecord(kept, 0, 2, 2), Assert.Single((await _user.SnapshotAsync()).Sessions));
        Assert.Equal([1], _user.Reported);
    });

    [Fact]
    public Task Failure_ReadFailsWhileACommitIsUnderWay_ReportsNothingOfItLater() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxMessages = 10;
        await _user.IntrudeAsync(12);
        var blocking = new BlockingLog(_user.Log);
        var failing = new FailingLog(blocking);
        var pipeline = await _user.LoadAsync(failing);
        await pipeline.ReadIndexOnceAsync();
        // The first drops nothing; the second has to read the dead letters while the first is under way.
        var underWay = pipeline.SaveSession(ClientId.NewId(), null);
        failing.ReadFailure = new StorageUnavailableException("down");
        var next = pipeline.Append(LogUser.Messages(1)).Commit;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => next.Durable);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => underWay.Durable);

        await blocking.AnswerAllAsync();
        for (var i = 0; i < 10; i++) await Task.Yield();
        Assert.Empty(_user.Reported);
        Assert.Equal(12, pipeline.Durable.HeadSeq);
    });

    [Fact]
    public Task Append_ReadOfTheIndexHangs_FailsWhenItsTimeIsUp() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxMessages = 1;
        await _user.IntrudeAsync();
        var pipeline = await _user.LoadAsync(new HangingReadLog(_user.Log));
        var commit = pipeline.Append(LogUser.Messages(1)).Commit;

        await _user.Time.NextDelayAsync();
        _user.Time.Advance(_user.Limits.ReadTimeout);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => commit.Durable);
    });

    [Fact]
    public Task Append_AnotherWriterHasTrimmedAllThatIsKnown_Conflicts() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxMessages = 2;
        await _user.IntrudeAsync(2);
        var stale = await _user.LoadAsync();
        await _user.IntrudeAsync(5);

        var commit = stale.Append(LogUser.Messages(1)).Commit;

        await Assert.ThrowsAsync<CommitConflictException>(() => commit.Durable);
    });

    [Fact]
    public Task Complete_SealingTheNextFails_TheDurableOneSucceedsAndNobodyWaitsForEver() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxCommitsInFlight = 1;
        var log = new BlockingLog(_user.Log);
        var pipeline = await _user.LoadAsync(log);
        await pipeline.ReadIndexOnceAsync();
        var (first, _) = pipeline.Append(LogUser.Messages(1));
        var (second, _) = pipeline.Append(LogUser.Messages(1));
        var fault = new InvalidOperationException("A fault of the rules.");
        _user.AckedFailure = fault;

        await log.AnswerAsync(0);
        await first.Durable;

        Assert.Same(fault, await Assert.ThrowsAsync<InvalidOperationException>(() => second.Durable));
        Assert.Same(fault, pipeline.Failure);
        Assert.Equal([1], _user.Reported);
    });
}
