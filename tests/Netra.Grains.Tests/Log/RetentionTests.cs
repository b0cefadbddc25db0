using Netra.Protocol;

namespace Netra.Grains.Tests;

/// <summary>What is retained after each commit, seen through a pipeline.</summary>
public sealed class RetentionTests : IAsyncDisposable
{
    private readonly LogUser _user = new();

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Fact]
    public Task FindFrame_FrameThatACommitUnderWayTakes_IsFoundUntilTheCommitIsDurable() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxMessages = 1;
        var log = new BlockingLog(_user.Log);
        var pipeline = await _user.LoadAsync(log);
        var (first, _) = pipeline.Append([.. LogUser.Messages(1).Select(message => message with { Priority = MessagePriority.High })]);
        await log.AnswerAllAsync();
        await first.Durable;
        await pipeline.ReadIndexOnceAsync();
        _user.Acked = 1;
        var (second, _) = pipeline.Append(LogUser.Messages(1));

        Assert.Equal(1, pipeline.FindFrame(0, 1, expedited: true));
        await log.AnswerAllAsync();
        await second.Durable;
        Assert.Equal(0, pipeline.FindFrame(0, 1, expedited: true));
    });

    [Fact]
    public Task Append_BeyondTheCount_RetainsExactlyTheNewest() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxMessages = 10;
        var pipeline = await _user.LoadAsync();
        for (var seq = 1; seq <= 200; seq++)
        {
            await pipeline.Append(LogUser.Messages(1)).Commit.Durable;
            Assert.Equal(Math.Max(1, seq - 9), pipeline.Durable.OldestSeq);
        }

        Assert.Equal(LogUser.Range(191, 200), (await _user.ReadAllAsync()).Select(frame => frame.Seq));
    });

    [Fact]
    public Task Append_BeyondTheBytes_RetainsExactlyTheNewestThatFit() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxBytes = 2_000;
        var pipeline = await _user.LoadAsync();
        var sizes = new List<int>();
        for (var i = 0; i < 120; i++)
        {
            await pipeline.Append(LogUser.Messages(1, payloadBytes: 10 + (i * 37 % 400))).Commit.Durable;
            sizes.Add((await _user.Log.ReadAsync(_user.Id, i + 1, i + 1, 1, 1, CancellationToken.None))[0].Json.Length);
            await TrimmedAsync(pipeline, () => pipeline.Durable.RetainedBytes <= 2_000);
            var (oldest, bytes) = (sizes.Count + 1, 0);
            while (oldest > 1 && bytes + sizes[oldest - 2] <= 2_000) bytes += sizes[--oldest - 1];

            Assert.Equal((oldest, bytes), (pipeline.Durable.OldestSeq, pipeline.Durable.RetainedBytes));
        }
    });

    [Fact]
    public Task Append_FramesBeyondTheAge_DropsExactlyThose() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxAge = TimeSpan.FromHours(1);
        var pipeline = await _user.LoadAsync();
        await pipeline.Append(LogUser.Messages(3)).Commit.Durable;
        _user.Time.Advance(TimeSpan.FromMinutes(30));
        await pipeline.Append(LogUser.Messages(2)).Commit.Durable;
        _user.Time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromMilliseconds(1));
        await pipeline.Append(LogUser.Messages(1)).Commit.Durable;
        Assert.Equal(1, pipeline.Durable.OldestSeq);

        _user.Time.Advance(TimeSpan.FromMilliseconds(1));
        await pipeline.Append(LogUser.Messages(1)).Commit.Durable;
        Assert.Equal(4, pipeline.Durable.OldestSeq);

        // Also by an activation that has not written yet.
        _user.Time.Advance(TimeSpan.FromMinutes(30));
        var next = await _user.LoadAsync();
        await next.Append(LogUser.Messages(1)).Commit.Durable;
        Assert.Equal(6, next.Durable.OldestSeq);
    });

    [Fact]
    public Task Append_AllFramesTooOld_RetainsTheNewOneAlone() => Exclusively.RunAsync(async () =>
    {
        var pipeline = await _user.LoadAsync();
        await pipeline.Append(LogUser.Messages(5)).Commit.Durable;
        _user.Time.Advance(_user.Limits.MaxAge);
        await pipeline.Append(LogUser.Messages(1)).Commit.Durable;

        Assert.Equal([6], (await _user.ReadAllAsync()).Select(frame => frame.Seq));
    });

    [Theory]
    [InlineData(25, 16)]
    [InlineData(500, 491)]
    public Task Append_BatchLargerThanTheLimit_IsTrimmedByTheFollowingCommits(int messages, int oldest) => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxMessages = 10;
        var log = new BlockingLog(_user.Log);
        var pipeline = await _user.LoadAsync(log);
        var commit = pipeline.Append(LogUser.Messages(messages)).Commit;
        await log.AnswerAllAsync();
        await commit.Durable;
        while (pipeline.Durable.OldestSeq < oldest)
        {
            Assert.Null(pipeline.Failure);
            await log.AnswerAllAsync();
        }

        Assert.Equal(oldest, pipeline.Durable.OldestSeq);
        Assert.All(log.Commits.Skip(1), trim => Assert.Empty(trim.Frames));
        Assert.Equal(LogUser.Range(oldest, messages), (await _user.ReadAllAsync()).Select(frame => frame.Seq));
        Assert.Equal(LogUser.Range(1, messages), _user.Reported);
    });

    [Fact]
    public Task Append_BatchesOverTheMessages_LeaveTheLimitWhenTheyAreAnswered() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxMessages = 5;
        var pipeline = await _user.LoadAsync();
        for (var i = 0; i < 3; i++) await pipeline.Append(LogUser.Messages(4)).Commit.Durable;

        Assert.Equal((12, 8), (pipeline.Durable.HeadSeq, pipeline.Durable.OldestSeq));
    });

    [Fact]
    public Task Append_NeverIdle_KeepsTheLimitButForWhatIsUnderWay() => Exclusively.RunAsync(async () =>
    {
        const int Limit = 300;
        const int Batch = 200;
        _user.Limits.MaxMessages = Limit;
        _user.Limits.MaxCommitFrames = Batch;
        var pipeline = await _user.LoadAsync();
        var commits = Enumerable.Range(0, 40).Select(_ => pipeline.Append(LogUser.Messages(Batch)).Commit).ToList();
        foreach (var commit in commits)
        {
            await commit.Durable;
            Assert.InRange(pipeline.Durable.FrameCount, 1, Limit + (Batch * (_user.Limits.MaxCommitsInFlight + 1)));
        }

        await TrimmedAsync(pipeline, () => pipeline.Durable.FrameCount == Limit);
        Assert.Equal(40 * Batch, pipeline.Durable.HeadSeq);
    });

    [Fact]
    public Task Append_FrameLargerThanTheBytes_IsDeliveredAndThenFalls() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxBytes = 100;
        var pipeline = await _user.LoadAsync();
        await pipeline.Append(LogUser.Messages(1, payloadBytes: 500)).Commit.Durable;
        await TrimmedAsync(pipeline, () => pipeline.Durable.FrameCount == 0);

        Assert.Equal((1, 0, 0), (pipeline.Durable.HeadSeq, pipeline.Durable.OldestSeq, pipeline.Durable.RetainedBytes));
        Assert.Equal([1], _user.Reported);
        Assert.Equal(2, pipeline.Append(LogUser.Messages(1)).Published[0].Seq);
    });

    [Fact]
    public Task Append_ManyCommitsUnderWayAtTheLimit_EndsExactlyAtIt() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxMessages = 7;
        var pipeline = await _user.LoadAsync();
        var commits = new List<StagedCommit>();
        for (var i = 0; i < 300; i++) commits.Add(pipeline.Append(LogUser.Messages(1 + (i % 3))).Commit);
        await Task.WhenAll(commits.Select(commit => commit.Durable));
        await TrimmedAsync(pipeline, () => pipeline.Durable.FrameCount <= 7);

        Assert.Equal(600, pipeline.Durable.HeadSeq);
        Assert.Equal(LogUser.Range(594, 600), (await _user.ReadAllAsync()).Select(frame => frame.Seq));
    });

    /// <summary>Lets the commits that trim run until a limit is kept.</summary>
    private static async Task TrimmedAsync(CommitPipeline pipeline, Func<bool> isKept)
    {
        while (!isKept())
        {
            Assert.Null(pipeline.Failure);
            await Task.Yield();
        }
    }
}
