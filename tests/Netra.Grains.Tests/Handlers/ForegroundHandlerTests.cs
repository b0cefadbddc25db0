using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Handlers that senders wait for.</summary>
public sealed class ForegroundHandlerTests : IAsyncDisposable
{
    private readonly HandlerStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public Task Handle_Returns_ItsEffectsAndTheIdAreOneCommitInTheOrderOfItsCalls() => Exclusively.RunAsync(async () =>
    {
        var bob = UserId.Parse("bob");
        Add("order", context =>
        {
            context.Publish(HandlerUser.New("first", """{"n":1}"""));
            context.ChangeState(new StateChange(StateChangeKind.Patch, "{}"u8.ToArray(), context.State.Version));
            context.PublishTo(bob, HandlerUser.New("hello"));
            context.PublishTo(context.User, HandlerUser.New("self"));
            context.Publish(HandlerUser.New("beside") with { IsDurable = false });
        });
        var user = new HandlerUser(_store);
        var answer = await user.SubmitOneAsync("order", "m1");

        Assert.Equal(new SubmitAnswer(SubmitStatus.Accepted), answer);
        var commit = user.Log.Written[0];
        Assert.Equal(3, commit.Frames.Count);
        Assert.Single(commit.StateChanges);
        Assert.Single(commit.WorkToWrite);
        Assert.Equal(("m1", 0L), (commit.DeduplicationToWrite[0].Key.Id, commit.DeduplicationToWrite[0].Seq));
        Assert.Equal(["""first {"n":1}""", """state_updated {"v":1}""", "self {}"], await _store.FramesAsync());
        Assert.Contains("\"type\":\"beside\"", Assert.Single(user.Beside).Json, StringComparison.Ordinal);
    });

    [Fact]
    public Task Handle_Message_IsShownWithItsSenderAndTheState() => Exclusively.RunAsync(async () =>
    {
        IMessageContext? seen = null;
        Add("order", context => seen = context);
        var user = new HandlerUser(_store);
        await user.SubmitAsync(HandlerUser.Change(null, 0), HandlerUser.Message("order", "m1", """{"a":1}"""));

        Assert.Equal(("ada", "tab", 1), (seen!.User.Value, seen.Client!.Value.Value, seen.Attempt));
        Assert.Equal(("order", "m1", """{"a":1}"""), (seen.Message.Type, seen.Message.Id, Encoding.UTF8.GetString(seen.Message.Payload.Span)));
        Assert.Equal(_store.Time.GetUtcNow().ToUnixTimeMilliseconds(), seen.Message.ReceivedAtMs);
        Assert.Equal(1, seen.State.Version);
    });

    [Fact]
    public Task Handle_WhileItRuns_ItIsOffTheSchedulerAndOtherPublishesGoOn() => Exclusively.RunAsync(async () =>
    {
        TaskScheduler? scheduler = null;
        var release = new TaskCompletionSource();
        Add("order", async (_, _) =>
        {
            scheduler = TaskScheduler.Current;
            await release.Task;
        });
        var user = new HandlerUser(_store);
        var handling = user.SubmitOneAsync("order");
        await user.PublishNoteAsync();
        Assert.False(handling.IsCompleted);
        release.SetResult();
        await handling;

        Assert.Same(TaskScheduler.Default, scheduler);
    });

    [Fact]
    public Task Handle_SeveralMessages_RunOneAfterTheOtherInTheirOrder() => Exclusively.RunAsync(async () =>
    {
        var (running, most) = (0, 0);
        var order = new List<string>();
        Add("order", async (context, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            order.Add(context.Message.Id!);
            await Task.Yield();
            Interlocked.Decrement(ref running);
        });
        var user = new HandlerUser(_store);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => user.SubmitOneAsync("order", $"{i}")));

        Assert.Equal(1, most);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), order);
    });

    [Fact]
    public Task Handle_TooManyWait_RefusesWithQueueFullAndRunsItWhenItComesAgain() => Exclusively.RunAsync(async () =>
    {
        _store.Handlers.MaxWaitingMessages = 1;
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        Add("order", async (_, _) =>
        {
            started.TrySetResult();
            await release.Task;
        });
        var user = new HandlerUser(_store);
        var first = user.SubmitOneAsync("order", "1");
        await started.Task;
        var second = user.SubmitOneAsync("order", "2");
        var third = await user.SubmitOneAsync("order", "3");
        Assert.Equal((SubmitStatus.Refused, ErrorCodes.QueueFull, "3"), (third.Status, third.Error!.Code, third.Error.Ref));

        release.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal(SubmitStatus.Accepted, (await user.SubmitOneAsync("order", "3")).Status);
    });

    [Fact]
    public Task Handle_FailsTwice_IsTriedAgainAfterGrowingPausesAndSucceeds() => Exclusively.RunAsync(async () =>
    {
        var attempts = new List<int>();
        Add("order", context =>
        {
            attempts.Add(context.Attempt);
            context.Publish(HandlerUser.New("try", $$"""{"n":{{context.Attempt}}}"""));
            if (context.Attempt < 3) throw new InvalidOperationException("Not yet.");
        });
        var user = new HandlerUser(_store);
        var handling = user.SubmitOneAsync("order", "m1");
        var pauses = new[] { await _store.PassPauseAsync(), await _store.PassPauseAsync() };

        Assert.Equal(SubmitStatus.Accepted, (await handling).Status);
        Assert.Equal([1, 2, 3], attempts);
        Assert.InRange(pauses[0].TotalMilliseconds, 1, 200);
        Assert.InRange(pauses[1].TotalMilliseconds, 1, 400);
        Assert.Equal(["""try {"n":3}"""], await _store.FramesAsync());
        Assert.Empty(await _store.DeadLettersAsync());
    });

    [Fact]
    public Task Handle_FailsAsOftenAsItMay_IsADeadLetterThatMayBeSentAgain() => Exclusively.RunAsync(async () =>
    {
        var fails = true;
        var runs = 0;
        Add("order", context =>
        {
            runs++;
            context.Publish(HandlerUser.New("never"));
            if (fails) throw new InvalidOperationException("secret of the server");
        });
        var user = new HandlerUser(_store);
        var handling = user.SubmitOneAsync("order", "m1", """{"a":1}""");
        for (var i = 0; i < 2; i++) await _store.PassPauseAsync();
        var answer = await handling;

        Assert.Equal((SubmitStatus.Refused, ErrorCodes.HandlerFailed, "m1"), (answer.Status, answer.Error!.Code, answer.Error.Ref));
        Assert.DoesNotContain("secret", answer.Error.Message, StringComparison.Ordinal);
        var letter = Assert.Single(await _store.DeadLettersAsync());
        Assert.Equal(DeadLetterReason.HandlerFailed, letter.Reason);
        using var json = JsonDocument.Parse(letter.Json);
        Assert.Equal("order", json.RootElement.GetProperty("type").GetString());
        Assert.Equal("m1", json.RootElement.GetProperty("id").GetString());
        Assert.Equal(_store.Time.GetUtcNow().ToUnixTimeMilliseconds(), json.RootElement.GetProperty("timestamp").GetInt64());
        Assert.Equal("""{"a":1}""", json.RootElement.GetProperty("payload").GetRawText());
        Assert.Contains(_store.Logs.Entries, entry => entry is { Event.Id: 2040, Level: LogLevel.Warning, Exception.Message: "secret of the server" });
        Assert.Empty(await _store.FramesAsync());

        fails = false;
        Assert.Equal(SubmitStatus.Accepted, (await user.SubmitOneAsync("order", "m1")).Status);
        Assert.Equal(4, runs);
    });

    [Fact]
    public Task Handle_RejectsTheMessage_TellsTheSenderAndKeepsNothing() => Exclusively.RunAsync(async () =>
    {
        var runs = 0;
        Add("order", context =>
        {
            runs++;
            context.Publish(HandlerUser.New("never"));
            throw new MessageRejectedException("The amount must be above 0.", "amount");
        });
        var user = new HandlerUser(_store);
        var answer = await user.SubmitOneAsync("order", "m1");

        Assert.Equal((SubmitStatus.Refused, ErrorCodes.InvalidPayload, "m1"), (answer.Status, answer.Error!.Code, answer.Error.Ref));
        Assert.Equal(("The amount must be above 0.", "amount"), (answer.Error.Message, answer.Error.Details!.Field));
        Assert.Equal(1, runs);
        Assert.Empty(user.Log.Written);
    });

    [Fact]
    public Task Handle_IgnoresItsToken_IsGivenUpAndItsContextIsDead() => Exclusively.RunAsync(async () =>
    {
        var release = new TaskCompletionSource();
        var ended = new TaskCompletionSource<List<Exception>>();
        CancellationToken given = default;
        Add(
            "order",
            async (context, token) =>
            {
                given = token;
                await release.Task;
                var thrown = new List<Exception>
                {
                    Assert.ThrowsAny<Exception>(() => context.Publish(HandlerUser.New("late"))),
                    await Assert.ThrowsAnyAsync<Exception>(() => context.PublishNowAsync("s", HandlerUser.New("late"))),
                    await Assert.ThrowsAnyAsync<Exception>(() => context.ReadStateNowAsync()),
                };
                ended.SetResult(thrown);
            },
            options => options.MaxAttempts = 1);
        var user = new HandlerUser(_store);
        var handling = user.SubmitOneAsync("order", "m1");
        while (!given.CanBeCanceled) await Task.Yield();
        _store.Time.Advance(TimeSpan.FromSeconds(5));
        var answer = await handling;

        Assert.Equal(ErrorCodes.HandlerFailed, answer.Error!.Code);
        Assert.True(given.IsCancellationRequested);
        Assert.Contains(_store.Logs.Entries, entry => entry is { Event.Id: 2040, Exception: TimeoutException });
        release.SetResult();
        Assert.All(await ended.Task, exception => Assert.IsType<InvalidOperationException>(exception));
        Assert.Empty(await _store.FramesAsync());
    });

    [Theory]
    [InlineData("ping", "{}", null)]
    [InlineData("", "{}", null)]
    [InlineData("chat", "[]", null)]
    [InlineData("chat", "{", null)]
    [InlineData("chat", "", null)]
    [InlineData("chat", "{}{}", null)]
    [InlineData("chat", "{}", "")]
    [InlineData("chat", """{"long":"0123456789012345678901234567890123456789"}""", null)]
    public Task Handle_AsksForWhatMayNotBePublished_HasFailed(string type, string payload, string? id) => Exclusively.RunAsync(async () =>
    {
        _store.Handlers.MaxMessageBytes = 40;
        Add("order", context => context.Publish(HandlerUser.New(type, payload, id)), options => options.MaxAttempts = 1);
        var answer = await new HandlerUser(_store).SubmitOneAsync("order");

        Assert.Equal(ErrorCodes.HandlerFailed, answer.Error!.Code);
        Assert.Empty(await _store.FramesAsync());
        Assert.IsType<ArgumentException>(Assert.Single(_store.Logs.Entries, entry => entry.Event.Id == 2040).Exception, exactMatch: false);
    });

    [Fact]
    public Task Handle_StateWasChangedMeanwhile_TheRunIsVoidAndItRunsAgainOnTheNewState() => Exclusively.RunAsync(async () =>
    {
        HandlerUser user = null!;
        var seen = new List<(int Attempt, long Version)>();
        Add("order", async (context, token) =>
        {
            seen.Add((context.Attempt, context.State.Version));
            context.Publish(HandlerUser.New("on", $$"""{"v":{{context.State.Version}}}"""));
            context.ChangeState(new StateChange(StateChangeKind.Patch, "{}"u8.ToArray(), context.State.Version));
            if (seen.Count == 1) await context.ChangeStateNowAsync(new StateChange(StateChangeKind.Patch, "{}"u8.ToArray(), null), token);
        });
        user = new HandlerUser(_store);

        Assert.Equal(SubmitStatus.Accepted, (await user.SubmitOneAsync("order", "m1")).Status);
        Assert.Equal([(1, 0L), (1, 1)], seen);
        Assert.Equal(["""state_updated {"v":1}""", """on {"v":1}""", """state_updated {"v":2}"""], await _store.FramesAsync());
    });

    [Fact]
    public Task Handle_StateIsChangedEveryTime_EndsAsAFailure() => Exclusively.RunAsync(async () =>
    {
        _store.Handlers.MaxVoidRuns = 3;
        var runs = 0;
        Add(
            "order",
            async (context, token) =>
            {
                runs++;
                context.ChangeState(new StateChange(StateChangeKind.Patch, "{}"u8.ToArray(), context.State.Version));
                await context.ChangeStateNowAsync(new StateChange(StateChangeKind.Patch, "{}"u8.ToArray(), null), token);
            },
            options => options.MaxAttempts = 1);

        Assert.Equal(ErrorCodes.HandlerFailed, (await new HandlerUser(_store).SubmitOneAsync("order")).Error!.Code);
        Assert.Equal(4, runs);
    });

    [Fact]
    public Task Handle_SameIdWhileItRuns_WaitsForTheFirstAndIsADuplicate() => Exclusively.RunAsync(async () =>
    {
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var runs = 0;
        Add("order", async (_, _) =>
        {
            runs++;
            started.SetResult();
            await release.Task;
        });
        var user = new HandlerUser(_store);
        var first = user.SubmitOneAsync("order", "m1");
        await started.Task;
        var second = user.SubmitOneAsync("order", "m1");
        var relayed = user.SubmitOneAsync("other", "m1");
        await user.PublishNoteAsync();
        Assert.False(second.IsCompleted || relayed.IsCompleted);
        release.SetResult();

        Assert.Equal(SubmitStatus.Accepted, (await first).Status);
        Assert.Equal(new SubmitAnswer(SubmitStatus.Duplicate), await second);
        Assert.Equal(new SubmitAnswer(SubmitStatus.Duplicate), await relayed);
        Assert.Equal(1, runs);
    });

    [Fact]
    public Task Handle_SameIdWhileItRunsAndTheFirstIsRejected_TheSecondRuns() => Exclusively.RunAsync(async () =>
    {
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var runs = 0;
        Add("order", async (_, _) =>
        {
            var isFirst = ++runs == 1;
            started.TrySetResult();
            await release.Task;
            if (isFirst) throw new MessageRejectedException("No.");
        });
        var user = new HandlerUser(_store);
        var first = user.SubmitOneAsync("order", "m1");
        await started.Task;
        var second = user.SubmitOneAsync("order", "m1");
        release.SetResult();

        Assert.Equal(SubmitStatus.Refused, (await first).Status);
        Assert.Equal(SubmitStatus.Accepted, (await second).Status);
        Assert.Equal(2, runs);
    });

    [Fact]
    public Task Handle_StorageLosesTheCommit_RunsOnceMoreFromNothing() => Exclusively.RunAsync(async () =>
    {
        var runs = 0;
        Add("order", context =>
        {
            runs++;
            context.Publish(HandlerUser.New("done"));
        });
        var user = new HandlerUser(_store);
        user.Log.Faults.Enqueue(CommitFault.BeforeWrite);

        Assert.Equal(SubmitStatus.Accepted, (await user.SubmitOneAsync("order", "m1")).Status);
        Assert.Equal(2, runs);
        Assert.Equal(["done {}"], await _store.FramesAsync());
    });

    [Fact]
    public Task Handle_CrashBeforeTheCommit_NothingIsDurableAndItRunsWhenSentAgain() => Exclusively.RunAsync(async () =>
    {
        HandlerUser before = null!;
        var runs = 0;
        Add("order", context =>
        {
            if (++runs == 1) before.Crash();
            context.Publish(HandlerUser.New("done"));
        });
        before = new HandlerUser(_store);
        await Assert.ThrowsAsync<UserUnavailableException>(() => before.SubmitOneAsync("order", "m1"));
        Assert.Empty(await _store.FramesAsync());
        Assert.Empty(await _store.Log.ReadDeduplicationAsync(_store.User, CancellationToken.None));

        Assert.Equal(SubmitStatus.Accepted, (await new HandlerUser(_store).SubmitOneAsync("order", "m1")).Status);
        Assert.Equal(["done {}"], await _store.FramesAsync());
    });

    [Fact]
    public Task Handle_CrashBetweenCommitAndAnswer_AllIsDurableAndItsRepeatIsADuplicate() => Exclusively.RunAsync(async () =>
    {
        var runs = 0;
        Add("order", context =>
        {
            runs++;
            context.Publish(HandlerUser.New("done"));
            context.ChangeState(new StateChange(StateChangeKind.Patch, "{}"u8.ToArray(), null));
        });
        var before = new HandlerUser(_store);
        before.Log.Faults.Enqueue(CommitFault.AfterWrite);
        Assert.Equal(new SubmitAnswer(SubmitStatus.Duplicate), await before.SubmitOneAsync("order", "m1"));
        before.Crash();

        Assert.Equal(new SubmitAnswer(SubmitStatus.Duplicate), await new HandlerUser(_store).SubmitOneAsync("order", "m1"));
        Assert.Equal(["done {}", """state_updated {"v":1}"""], await _store.FramesAsync());
        Assert.Equal(1, runs);
    });

    [Fact]
    public Task Handle_AnswerOfTheCommitIsLostAndThereIsNoId_IsAnsweredAndRunsNoSecondTime() => Exclusively.RunAsync(async () =>
    {
        Add("order", context => context.Publish(HandlerUser.New("done")));
        var user = new HandlerUser(_store);
        user.Log.Faults.Enqueue(CommitFault.AfterWrite);
        Assert.Equal(ErrorCodes.Internal, (await user.SubmitOneAsync("order")).Error!.Code);

        Assert.Equal(["done {}"], await _store.FramesAsync());
    });

    [Fact]
    public Task Handle_AnotherActivationWroteMeanwhile_RunsAgainFromNothing() => Exclusively.RunAsync(async () =>
    {
        HandlerUser user = null!;
        var runs = 0;
        Add("order", context =>
        {
            runs++;
            context.Publish(HandlerUser.New("done"));
        });
        user = new HandlerUser(_store);
        user.Log.Intruder = user.IntrudeAsync;

        Assert.Equal(SubmitStatus.Accepted, (await user.SubmitOneAsync("order", "m1")).Status);
        Assert.Equal(2, runs);
        Assert.Equal(["intruder {}", "done {}"], await _store.FramesAsync());
    });

    [Fact]
    public Task PublishNow_LaterTryComesToTheSameStep_IsAnsweredAsTheFirst() => Exclusively.RunAsync(async () =>
    {
        var published = new List<PublishedMessage>();
        Add("order", async (context, token) =>
        {
            published.Add(await context.PublishNowAsync("one", HandlerUser.New("step"), token));
            published.Add(await context.PublishNowAsync(null, HandlerUser.New("each"), token));
            if (context.Attempt == 1) throw new InvalidOperationException("Once.");
        });
        var user = new HandlerUser(_store);
        var handling = user.SubmitOneAsync("order", "m1");
        await _store.PassPauseAsync();
        await handling;

        Assert.Equal([1L, 2, 1, 3], published.Select(message => message.Seq!.Value));
        Assert.Equal([false, false, true, false], published.Select(message => message.Duplicate));
        Assert.Equal(published[0].Id, published[2].Id);
        Assert.Equal(["step {}", "each {}", "each {}"], await _store.FramesAsync());
    });

    [Fact]
    public Task ReadStateNow_AfterAChangeAtOnce_SeesIt() => Exclusively.RunAsync(async () =>
    {
        (long Began, long Now) seen = default;
        StateChangeResult? refused = null;
        Add("order", async (context, token) =>
        {
            await context.ChangeStateNowAsync(new StateChange(StateChangeKind.Patch, "{}"u8.ToArray(), 0), token);
            refused = await context.ChangeStateNowAsync(new StateChange(StateChangeKind.Patch, "{}"u8.ToArray(), 0), token);
            seen = (context.State.Version, (await context.ReadStateNowAsync(token)).Version);
        });
        await new HandlerUser(_store).SubmitOneAsync("order");

        Assert.Equal((0L, 1L), seen);
        Assert.Equal((StateChangeStatus.Conflict, 1L), (refused!.Status, refused.State!.Version));
    });

    [Fact]
    public Task Handle_ChangesTheStateTwice_HasFailed() => Exclusively.RunAsync(async () =>
    {
        var change = new StateChange(StateChangeKind.Patch, "{}"u8.ToArray(), null);
        Add(
            "order",
            context =>
            {
                context.ChangeState(change);
                context.ChangeState(change);
            },
            options => options.MaxAttempts = 1);

        Assert.Equal(ErrorCodes.HandlerFailed, (await new HandlerUser(_store).SubmitOneAsync("order")).Error!.Code);
        Assert.Equal(0, (await _store.SnapshotAsync()).Head.StateVersion);
    });

    [Fact]
    public Task Handle_QueueIsFull_RefusesWithQueueFullAndTriesNoMore() => Exclusively.RunAsync(async () =>
    {
        var runs = 0;
        Add("order", context =>
        {
            runs++;
            context.ChangeState(new StateChange(StateChangeKind.Patch, "\"full\""u8.ToArray(), null));
        });
        var answer = await new HandlerUser(_store).SubmitOneAsync("order", "m1");

        Assert.Equal((ErrorCodes.QueueFull, "m1"), (answer.Error!.Code, answer.Error.Ref));
        Assert.Equal(1, runs);
        Assert.Empty(await _store.DeadLettersAsync());
    });

    private void Add(string pattern, Action<IMessageContext> handle, Action<MessageHandlerOptions>? configure = null) =>
        _store.Registrations.Add(LambdaHandler.For(pattern, handle, configure));

    private void Add(string pattern, Func<IMessageContext, CancellationToken, Task> handle, Action<MessageHandlerOptions>? configure = null) =>
        _store.Registrations.Add(LambdaHandler.For(pattern, handle, configure));
}
