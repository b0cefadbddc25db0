using Microsoft.Extensions.Logging.Abstractions;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>What handlers and work are counted as.</summary>
public sealed class HandlerMetricsTests : IAsyncDisposable
{
    private const string Runs = "netra.handler.runs";

    private readonly HandlerStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public Task Runs_ThatEndByThemselves_AreCountedByPatternAndOutcome() => Exclusively.RunAsync(async () =>
    {
        Add("fine_*", (_, _) => Task.CompletedTask);
        Add("refused", (_, _) => throw new MessageRejectedException("No."));
        Add("broken", (_, _) => throw new TimeoutException("Another's."), attempts: 2);
        Add("tells", (context, _) =>
        {
            context.PublishTo(UserId.Parse("bob"), HandlerUser.New("hello"));
            return Task.CompletedTask;
        });
        var user = new HandlerUser(_store);
        await user.SubmitOneAsync("fine_1", "m1");
        Assert.Equal(SubmitStatus.Duplicate, (await user.SubmitOneAsync("fine_1", "m1")).Status);
        await user.SubmitOneAsync("fine_2");
        await user.SubmitOneAsync("refused");
        var failing = user.SubmitOneAsync("broken");
        await _store.PassPauseAsync();
        Assert.Equal(ErrorCodes.HandlerFailed, (await failing).Error!.Code);
        _store.Work.MaxRecordsPerUser = 0;
        Assert.Equal(ErrorCodes.QueueFull, (await user.SubmitOneAsync("tells")).Error!.Code);

        AssertRuns(("fine_*", "succeeded", 2), ("refused", "rejected", 1), ("broken", "failed", 2), ("tells", "queue_full", 1));
    });

    [Fact]
    public Task Runs_ThatOthersEnd_AreCountedAsWhatTheyAre() => Exclusively.RunAsync(async () =>
    {
        TaskCompletionSource begun = null!;
        Add("hangs", async (_, stop) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        });
        Add("order", (_, _) => Task.CompletedTask);
        var user = new HandlerUser(_store);
        begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hanging = user.SubmitOneAsync("hangs");
        await begun.Task;
        _store.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(ErrorCodes.HandlerFailed, (await hanging).Error!.Code);

        user.Log.Intruder = user.IntrudeAsync;
        Assert.Equal(SubmitStatus.Accepted, (await user.SubmitOneAsync("order")).Status);
        user.Log.Faults.Enqueue(CommitFault.BeforeWrite);
        Assert.Equal(SubmitStatus.Refused, (await user.SubmitOneAsync("order")).Status);

        begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stopped = user.SubmitOneAsync("hangs", "m1");
        await begun.Task;
        user.Work.Stop();
        await Assert.ThrowsAsync<UserUnavailableException>(() => stopped);

        AssertRuns(("hangs", "timed_out", 1), ("order", "void", 1), ("order", "succeeded", 1), ("order", "unavailable", 1), ("hangs", "stopped", 1));
    });

    [Fact]
    public Task Pending_JobsAndMessages_CountUntilTheyAreDone() => Exclusively.RunAsync(async () =>
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Deliver = async (_, request) =>
        {
            await release.Task;
            return HandlerStore.Delivered(request);
        };
        _store.Registrations.Add(LambdaHandler.Job("job", (_, _) => release.Task));
        Add("tells", (context, _) =>
        {
            foreach (var to in new[] { "bob", "eve" }) context.PublishTo(UserId.Parse(to), HandlerUser.New("hello"));
            return Task.CompletedTask;
        });
        var user = new HandlerUser(_store);
        await user.SubmitOneAsync("job");
        await user.SubmitOneAsync("tells");
        Assert.Equal((1, 2, 0), Pending);

        release.SetResult();
        while (Pending != (0, 0, 0)) await Task.Yield();
        Assert.Empty(await _store.WorkAsync());
        // Its run is counted behind the commit that ends it.
        while (_store.Meters.SumOf(Runs, "job") == 0) await Task.Yield();
        AssertRuns(("job", "succeeded", 1), ("tells", "succeeded", 1));
    });

    [Fact]
    public void Pending_OfAGrainThatGoes_IsNoLongerThere()
    {
        var job = new JobWork("j", new InboundMessage("job", null, "{}"u8.ToArray(), 0), null, null, 0);
        var (first, second) = (new WorkLevels(_store.Instruments), new WorkLevels(_store.Instruments));
        var ledger = new WorkLedger(_store.Work, first, NullLogger.Instance);
        ledger.Restore([new WorkRecord(1, WorkFormat.Write(job)), new WorkRecord(2, "damage"u8.ToArray())]);
        second.Add(job);
        Assert.Equal((2, 0, 1), Pending);

        first.End();
        first.End();
        ledger.Restore([]);

        Assert.Equal((1, 0, 0), Pending);
    }

    private (long Jobs, long Messages, long Unreadable) Pending =>
        (_store.Instruments.Jobs.Sum, _store.Instruments.Messages.Sum, _store.Instruments.Unreadable.Sum);

    private void AssertRuns(params (string Pattern, string Outcome, long Count)[] expected)
    {
        Assert.Equal(expected, expected.Select(run => (run.Pattern, run.Outcome, _store.Meters.SumOf(Runs, run.Pattern, run.Outcome))));
        Assert.Equal(expected.Sum(run => run.Count), _store.Meters.SumOf(Runs));
        foreach (var pattern in expected.GroupBy(run => run.Pattern))
            Assert.Equal(pattern.Sum(run => run.Count), _store.Meters.CountOf("netra.handler.duration", pattern.Key));
    }

    private void Add(string pattern, Func<IMessageContext, CancellationToken, Task> handle, int attempts = 1) =>
        _store.Registrations.Add(LambdaHandler.For(pattern, handle, options => options.MaxAttempts = attempts));
}
