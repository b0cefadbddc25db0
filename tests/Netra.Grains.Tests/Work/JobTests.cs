using System.Text.Json;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Handlers in the background.</summary>
public sealed class JobTests : IAsyncDisposable
{
    private readonly HandlerStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public Task Submit_ForTheBackground_IsAcceptedByOneCommitBeforeItRunsToItsEnd() => Exclusively.RunAsync(async () =>
    {
        var release = new TaskCompletionSource();
        Add(async (context, _) =>
        {
            await release.Task;
            context.Publish(HandlerUser.New("done"));
        });
        var user = new HandlerUser(_store);

        Assert.Equal(new SubmitAnswer(SubmitStatus.Accepted), await user.SubmitOneAsync("job", "m1", """{"a":1}"""));
        var accepted = Assert.Single(user.Log.Written);
        Assert.Equal("m1", Assert.Single(accepted.DeduplicationToWrite).Key.Id);
        var job = Assert.IsType<JobWork>(WorkFormat.Read(Assert.Single(accepted.WorkToWrite).Body));
        Assert.Equal(("job", "m1", HandlerUser.Sender, 0), (job.Message.Type, job.Message.Id, job.Connection!.Value, job.Failures));
        Assert.Equal(new SubmitAnswer(SubmitStatus.Duplicate), await user.SubmitOneAsync("job", "m1"));

        release.SetResult();
        while (user.Log.Written.Count < 2) await Task.Yield();
        var ended = user.Log.Written[1];
        Assert.Equal((1, 1), (ended.Frames.Count, ended.WorkToForget.Count));
    });

    [Fact]
    public Task Stop_HandlerRegisteredSomethingThatThrows_RunsItOutsideOfTheGrainsTurnAndLogsIt() => Exclusively.RunAsync(async () =>
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var called = new TaskCompletionSource<TaskScheduler>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(async (_, stop) =>
        {
            stop.Register(() =>
            {
                called.SetResult(TaskScheduler.Current);
                throw new InvalidOperationException("The callback failed.");
            });
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        });
        var user = new HandlerUser(_store);
        await user.SubmitOneAsync("job");
        await begun.Task;

        user.Work.Stop();

        Assert.NotSame(TaskScheduler.Current, await called.Task);
        while (!_store.Logs.Entries.Any(entry => entry.Event.Id == 2049)) await Task.Yield();
    });

    [Fact]
    public Task Job_SeveralOfAUser_RunABoundedNumberAtOnce() => Exclusively.RunAsync(async () =>
    {
        _store.Work.MaxJobsPerUser = 2;
        var (running, most) = (0, 0);
        var gate = new Lock();
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(async (context, _) =>
        {
            lock (gate) most = Math.Max(most, ++running);
            if (most == 2) both.TrySetResult();
            // The first one waits for the second to begin, so that two surely run at once.
            await both.Task;
            await context.ReadStateNowAsync(CancellationToken.None);
            lock (gate) running--;
        });
        var user = new HandlerUser(_store);
        await user.SubmitAsync([.. Enumerable.Range(0, 12).Select(i => HandlerUser.Message("job", $"{i:00}"))]);
        await NoWorkAsync();

        Assert.Equal(2, most);
    });

    [Fact]
    public Task Job_OneAtOnce_RunInTheOrderOfTheirMessages() => Exclusively.RunAsync(async () =>
    {
        _store.Work.MaxJobsPerUser = 1;
        var started = new List<string>();
        Add((context, _) =>
        {
            started.Add(context.Message.Id!);
            return Task.CompletedTask;
        });
        var user = new HandlerUser(_store);
        string[] ids = [.. Enumerable.Range(0, 12).Select(i => $"{i:00}")];
        await user.SubmitAsync([.. ids.Select(id => HandlerUser.Message("job", id))]);
        await NoWorkAsync();

        Assert.Equal(ids, started);
    });

    [Fact]
    public Task Job_OfSeveralUsers_RunABoundedNumberAtOnceOnTheSilo() => Exclusively.RunAsync(async () =>
    {
        _store.Work.MaxJobsPerSilo = 1;
        using var slots = new JobSlots(Options.Create(_store.Work));
        await using var other = new HandlerStore { User = UserId.Parse("bob") };
        var (running, most) = (0, 0);
        var handler = LambdaHandler.Job("job", async (context, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await context.ReadStateNowAsync(CancellationToken.None);
            Interlocked.Decrement(ref running);
        });
        _store.Registrations.Add(handler);
        other.Registrations.Add(handler);
        var users = new[] { new HandlerUser(_store, slots), new HandlerUser(other, slots) };
        foreach (var user in users) await user.SubmitAsync([.. Enumerable.Range(0, 5).Select(_ => HandlerUser.Message("job"))]);
        await NoWorkAsync();
        while ((await other.WorkAsync()).Count > 0) await Task.Yield();

        Assert.Equal(1, most);
    });

    [Fact]
    public Task Job_Fails_CountsItInItsRecordAndRunsAgainAfterAPause() => Exclusively.RunAsync(async () =>
    {
        var attempts = new List<int>();
        Add((context, _) =>
        {
            attempts.Add(context.Attempt);
            return attempts.Count < 3 ? throw new InvalidOperationException("Not yet.") : Task.CompletedTask;
        });
        var user = new HandlerUser(_store);
        await user.SubmitOneAsync("job", "m1");
        Assert.InRange((await _store.PassPauseAsync()).TotalMilliseconds, 1, 200);
        Assert.Equal(1, Assert.IsType<JobWork>(WorkFormat.Read((await _store.WorkAsync())[0].Body)).Failures);
        Assert.InRange((await _store.PassPauseAsync()).TotalMilliseconds, 1, 400);
        await NoWorkAsync();

        Assert.Equal([1, 2, 3], attempts);
        Assert.Empty(await _store.DeadLettersAsync());
        Assert.Empty(user.Beside);
    });

    [Fact]
    public Task Job_CrashInTheMiddleOfItsPause_RunsAtOnceAndKeepsItsCount() => Exclusively.RunAsync(async () =>
    {
        var attempts = new List<int>();
        Add((context, _) =>
        {
            attempts.Add(context.Attempt);
            return context.Attempt == 1 ? throw new InvalidOperationException("Once.") : Task.CompletedTask;
        });
        var before = new HandlerUser(_store);
        await before.SubmitOneAsync("job");
        while (await _store.Time.NextDelayAsync() >= TimeSpan.FromSeconds(1))
        {
            // Until it pauses.
        }

        before.Crash();
        await WakeAsync(new HandlerUser(_store));
        await NoWorkAsync();

        Assert.Equal([1, 2], attempts);
    });

    [Fact]
    public Task Job_FailsAsOftenAsItMay_IsADeadLetterByTheCommitThatEndsItAndItsSenderIsTold() => Exclusively.RunAsync(async () =>
    {
        Add((_, _) => throw new InvalidOperationException("secret"), maxAttempts: 2);
        var user = new HandlerUser(_store);
        await user.SubmitOneAsync("job", "m1", """{"a":1}""");
        await _store.PassPauseAsync();
        await NoWorkAsync();

        var letter = Assert.Single(await _store.DeadLettersAsync());
        Assert.Equal(DeadLetterReason.HandlerFailed, letter.Reason);
        while (user.Beside.Count == 0) await Task.Yield();
        var end = user.Log.Written[^1];
        Assert.Equal((1, 1), (end.DeadLettersToAdd.Count, end.WorkToForget.Count));
        var (json, target) = Assert.Single(user.Beside);
        Assert.Equal(HandlerUser.Sender, target);
        using var error = JsonDocument.Parse(json);
        var payload = error.RootElement.GetProperty("payload");
        Assert.Equal(("handler_failed", "m1"), (payload.GetProperty("code").GetString(), payload.GetProperty("ref").GetString()));
        Assert.DoesNotContain("secret", json, StringComparison.Ordinal);
        Assert.Equal(SubmitStatus.Duplicate, (await user.SubmitOneAsync("job", "m1")).Status);
    });

    [Fact]
    public Task Job_IsRejected_EndsWithoutADeadLetterAndItsSenderIsTold() => Exclusively.RunAsync(async () =>
    {
        Add((_, _) => throw new MessageRejectedException("No.", "amount"));
        var user = new HandlerUser(_store);
        await user.SubmitOneAsync("job", "m1");
        await NoWorkAsync();
        while (user.Beside.Count == 0) await Task.Yield();

        Assert.Contains("\"invalid_payload\"", user.Beside[0].Json, StringComparison.Ordinal);
        Assert.Empty(await _store.DeadLettersAsync());
    });

    [Fact]
    public Task Job_CrashInTheMiddle_RunsAgainFromItsBeginningAndPublishesEachStepOnce() => Exclusively.RunAsync(async () =>
    {
        HandlerUser before = null!;
        var tokens = new List<PublishedMessage>();
        var reached = new TaskCompletionSource();
        Add(async (context, token) =>
        {
            tokens.Clear();
            for (var i = 1; i <= 4; i++)
            {
                if (i == 3 && reached.TrySetResult()) await Task.Delay(Timeout.Infinite, token);
                tokens.Add(await context.PublishNowAsync($"{i}", HandlerUser.New("token", $$"""{"i":{{i}}}"""), token));
            }

            context.Publish(HandlerUser.New("end"));
        });
        before = new HandlerUser(_store);
        await before.SubmitOneAsync("job", "m1");
        await reached.Task;
        before.Crash();
        await WakeAsync(new HandlerUser(_store));
        await NoWorkAsync();

        Assert.Equal(["""token {"i":1}""", """token {"i":2}""", """token {"i":3}""", """token {"i":4}""", "end {}"], await _store.FramesAsync());
        Assert.Equal([(1L, true), (2, true), (3, false), (4, false)], tokens.Select(message => (message.Seq!.Value, message.Duplicate)));
    });

    [Fact]
    public Task Job_CommitOfItsEndIsLostOrItsAnswerIs_TakesEffectOnce() => Exclusively.RunAsync(async () =>
    {
        foreach (var fault in new[] { CommitFault.BeforeWrite, CommitFault.AfterWrite })
        {
            await using var store = new HandlerStore();
            var runs = 0;
            store.Registrations.Add(LambdaHandler.Job("job", (context, _) =>
            {
                runs++;
                context.Publish(HandlerUser.New("done"));
                return Task.CompletedTask;
            }));
            var user = new HandlerUser(store);
            user.Log.Faults.Enqueue(CommitFault.None);
            user.Log.Faults.Enqueue(fault);
            await user.SubmitOneAsync("job");
            await store.PassPauseAsync();
            while ((await store.WorkAsync()).Count > 0) await Task.Yield();

            Assert.Equal(["done {}"], await store.FramesAsync());
            Assert.Equal(fault == CommitFault.BeforeWrite ? 2 : 1, runs);
            Assert.Empty(await store.DeadLettersAsync());
        }
    });

    [Fact]
    public Task Stop_WhileAJobRuns_CancelsItWithoutAFailure() => Exclusively.RunAsync(async () =>
    {
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        Add(async (_, token) =>
        {
            using var registration = token.Register(cancelled.SetResult);
            started.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        var user = new HandlerUser(_store);
        await user.SubmitOneAsync("job");
        await started.Task;
        user.Work.Stop();
        await cancelled.Task;
        await user.PublishNoteAsync();

        Assert.Equal(0, Assert.IsType<JobWork>(WorkFormat.Read(Assert.Single(await _store.WorkAsync()).Body)).Failures);
        Assert.DoesNotContain(_store.Logs.Entries, entry => entry.Event.Id is 2040 or 2050);
    });

    [Fact]
    public Task Job_StorageIsDownWhileItRuns_WaitsAndHasNotFailed() => Exclusively.RunAsync(async () =>
    {
        HandlerUser user = null!;
        var runs = 0;
        Add(async (context, token) =>
        {
            runs++;
            if (runs == 1) user.Log.IsDown = true;
            await context.PublishNowAsync("one", HandlerUser.New("step"), token);
        }, maxAttempts: 1);
        user = new HandlerUser(_store);
        await user.SubmitOneAsync("job");
        await _store.PassPauseAsync();
        user.Log.IsDown = false;
        await _store.PassPauseAsync(below: TimeSpan.FromMinutes(2));
        await NoWorkAsync();

        Assert.Equal(["step {}"], await _store.FramesAsync());
        Assert.Empty(await _store.DeadLettersAsync());
    });

    [Fact]
    public Task Job_OfATypeThatNothingHandlesAnyMore_IsADeadLetter() => Exclusively.RunAsync(async () =>
    {
        var registration = LambdaHandler.Job("job", (_, token) => Task.Delay(Timeout.Infinite, token));
        _store.Registrations.Add(registration);
        var before = new HandlerUser(_store);
        await before.SubmitOneAsync("job", "m1");
        before.Crash();
        _store.Registrations.Clear();
        await WakeAsync(new HandlerUser(_store));
        // It waits: in a rolling upgrade this silo may be older than the job.
        while (await _store.Time.NextDelayAsync() != _store.Work.MissingHandlerTimeout)
        {
            // Other timers.
        }

        Assert.Empty(await _store.DeadLettersAsync());
        Assert.Single(await _store.WorkAsync());
        _store.Time.Advance(_store.Work.MissingHandlerTimeout);
        await NoWorkAsync();

        Assert.Equal(DeadLetterReason.HandlerFailed, Assert.Single(await _store.DeadLettersAsync()).Reason);
    });

    [Fact]
    public Task Submit_MoreWorkThanAUserMayHave_IsRefusedAndNotRemembered() => Exclusively.RunAsync(async () =>
    {
        _store.Work.MaxRecordsPerUser = 2;
        var release = new TaskCompletionSource();
        Add((_, _) => release.Task);
        var user = new HandlerUser(_store);
        var answers = await user.SubmitAsync([.. Enumerable.Range(0, 3).Select(i => HandlerUser.Message("job", $"{i}"))]);
        Assert.Equal([SubmitStatus.Accepted, SubmitStatus.Accepted, SubmitStatus.Refused], answers.Select(answer => answer.Status));
        Assert.Equal(ErrorCodes.QueueFull, answers[2].Error!.Code);

        release.SetResult();
        // Its own count, and not storage, says whether there is room.
        while (user.KnownWork > 0) await Task.Yield();
        Assert.Equal(SubmitStatus.Accepted, (await user.SubmitOneAsync("job", "2")).Status);
    });

    [Fact]
    public Task Job_WhileThereIsOne_TheGrainIsKeptActiveAndThenLetGo() => Exclusively.RunAsync(async () =>
    {
        var release = new TaskCompletionSource();
        Add((_, _) => release.Task);
        var user = new HandlerUser(_store);
        await user.SubmitOneAsync("job");
        while (!user.KeptActive.Exists(span => span > TimeSpan.FromHours(1))) await Task.Yield();
        release.SetResult();
        await NoWorkAsync();
        while (user.KeptActive[^1] != TimeSpan.Zero) await Task.Yield();

        Assert.Single(user.KeptActive, span => span == TimeSpan.Zero);
    });

    [Fact]
    public Task Job_KillsItsProcessEachTime_IsADeadLetterAfterABoundedNumberOfRestarts() => Exclusively.RunAsync(async () =>
    {
        var starts = 0;
        Add((_, _) =>
        {
            Interlocked.Increment(ref starts);
            return Task.Delay(Timeout.Infinite, CancellationToken.None);
        }, maxAttempts: 2);
        var user = new HandlerUser(_store);
        await user.SubmitOneAsync("job", "m1");
        // The first start is not counted: nothing can have been lost before it.
        for (var i = 1; i <= 7; i++)
        {
            while (Volatile.Read(ref starts) < i) await Task.Yield();
            user.Crash();
            user = new HandlerUser(_store);
            await WakeAsync(user);
        }

        await NoWorkAsync();

        Assert.Equal(7, starts);
        Assert.Equal(DeadLetterReason.HandlerFailed, Assert.Single(await _store.DeadLettersAsync()).Reason);
    });

    [Fact]
    public Task Job_IsStoppedInOrderAgainAndAgain_IsNoDeadLetter() => Exclusively.RunAsync(async () =>
    {
        var (starts, isLast) = (0, false);
        Add((_, token) =>
        {
            Interlocked.Increment(ref starts);
            return isLast ? Task.CompletedTask : Task.Delay(Timeout.Infinite, token);
        }, maxAttempts: 1);
        var user = new HandlerUser(_store);
        await user.SubmitOneAsync("job", "m1");
        for (var i = 1; i <= 10; i++)
        {
            while (Volatile.Read(ref starts) < i) await Task.Yield();
            user.Work.Stop();
            await user.Work.JobsStoppedAsync();
            Assert.Equal(0, Assert.IsType<JobWork>(WorkFormat.Read(Assert.Single(await _store.WorkAsync()).Body)).Restarts);
            isLast = i == 10;
            user = new HandlerUser(_store);
            await WakeAsync(user);
        }

        await NoWorkAsync();

        Assert.Equal(11, starts);
        Assert.Empty(await _store.DeadLettersAsync());
    });

    [Fact]
    public Task Job_CommitThrowsWhatNobodyExpects_IsCountedAsAFailure() => Exclusively.RunAsync(async () =>
    {
        var attempts = new List<int>();
        Add((context, _) =>
        {
            attempts.Add(context.Attempt);
            context.ChangeState(new StateChange(StateChangeKind.Patch, "\"throw\""u8.ToArray(), null));
            return Task.CompletedTask;
        }, maxAttempts: 2);
        await new HandlerUser(_store).SubmitOneAsync("job", "m1");
        await _store.PassPauseAsync();
        await NoWorkAsync();

        Assert.Equal([1, 2], attempts);
        Assert.Equal(DeadLetterReason.HandlerFailed, Assert.Single(await _store.DeadLettersAsync()).Reason);
    });

    [Fact]
    public Task Job_GivenUpButStillRunning_KeepsItsPlaceOnTheSilo() => Exclusively.RunAsync(async () =>
    {
        _store.Work.MaxJobsPerSilo = 1;
        using var slots = new JobSlots(Options.Create(_store.Work));
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource();
        Add((_, _) =>
        {
            started.TrySetResult();
            return release.Task;
        }, maxAttempts: 1);
        var user = new HandlerUser(_store, slots);
        await user.SubmitOneAsync("job", "stuck");
        await started.Task;
        _store.Time.Advance(TimeSpan.FromHours(1));
        while ((await _store.DeadLettersAsync()).Count == 0) await Task.Yield();
        var next = slots.EnterAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);

        release.SetResult();
        await next;
    });

    [Fact]
    public Task Submit_MoreBytesOfWorkThanAUserMayHave_IsRefusedUntilThereIsRoom() => Exclusively.RunAsync(async () =>
    {
        _store.Work.MaxBytesPerUser = 2_500;
        var release = new TaskCompletionSource();
        Add((_, _) => release.Task);
        var user = new HandlerUser(_store);
        var payload = $$"""{"a":"{{new string('a', 1_000)}}"}""";
        var answers = await user.SubmitAsync([.. Enumerable.Range(0, 3).Select(i => HandlerUser.Message("job", $"{i}", payload))]);
        Assert.Equal([SubmitStatus.Accepted, SubmitStatus.Accepted, SubmitStatus.Refused], answers.Select(answer => answer.Status));
        Assert.Equal(ErrorCodes.QueueFull, answers[2].Error!.Code);

        release.SetResult();
        // Its own count, and not storage, says whether there is room.
        while (user.KnownWork > 0) await Task.Yield();
        Assert.Equal(SubmitStatus.Accepted, (await user.SubmitOneAsync("job", "2", payload)).Status);
    });

    private static Task<bool> WakeAsync(HandlerUser user) => user.RunAsync(_ =>
    {
        user.Work.Resume();
        return Task.FromResult(true);
    });

    private async Task NoWorkAsync()
    {
        while ((await _store.WorkAsync()).Count > 0) await Task.Yield();
    }

    private void Add(Func<IMessageContext, CancellationToken, Task> handle, int maxAttempts = 3) =>
        _store.Registrations.Add(LambdaHandler.Job("job", handle, maxAttempts));
}
