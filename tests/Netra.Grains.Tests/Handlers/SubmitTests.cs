using System.Text;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Protocol section 2.2: what clients send, without a handler or for one in the background.</summary>
public sealed class SubmitTests : IAsyncDisposable
{
    private readonly HandlerStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public Task Submit_TypeWithoutHandler_IsRelayedUnderItsIdAndItsRepeatIsADuplicate() => Exclusively.RunAsync(async () =>
    {
        var user = new HandlerUser(_store);
        var first = await user.SubmitOneAsync("chat", "m1", """{"t":1}""");
        var second = await user.SubmitOneAsync("chat", "m1", """{"t":2}""");

        Assert.Equal(new SubmitAnswer(SubmitStatus.Accepted, 1), first);
        Assert.Equal(new SubmitAnswer(SubmitStatus.Duplicate, 1), second);
        Assert.Equal(["""chat {"t":1}"""], await _store.FramesAsync());
        var commit = Assert.Single(user.Log.Written);
        Assert.Equal(new DeduplicationKey(DeduplicationSpace.Client, "m1"), Assert.Single(commit.DeduplicationToWrite).Key);
        Assert.Contains("\"id\":\"m1\"", Encoding.UTF8.GetString(commit.Frames[0].Json.Span), StringComparison.Ordinal);
    });

    [Fact]
    public Task Submit_SameIdAfterACrash_IsADuplicate() => Exclusively.RunAsync(async () =>
    {
        var before = new HandlerUser(_store);
        await before.SubmitOneAsync("chat", "m1");
        before.Crash();

        Assert.Equal(new SubmitAnswer(SubmitStatus.Duplicate, 1), await new HandlerUser(_store).SubmitOneAsync("chat", "m1"));
    });

    [Fact]
    public Task Submit_WithoutId_IsRelayedEachTimeAndNothingIsRemembered() => Exclusively.RunAsync(async () =>
    {
        var user = new HandlerUser(_store);
        var answers = await user.SubmitAsync(HandlerUser.Message("chat"), HandlerUser.Message("chat"));

        Assert.Equal([1L, 2L], answers.Select(answer => answer.Seq!.Value));
        Assert.All(user.Log.Written, commit => Assert.Empty(commit.DeduplicationToWrite));
    });

    [Fact]
    public Task Submit_UnhandledTypesAreRefused_AnswersUnknownTypeAndDoesTheOthers() => Exclusively.RunAsync(async () =>
    {
        _store.Limits.UnhandledMessages = UnhandledMessages.Refuse;
        var user = new HandlerUser(_store);
        var answers = await user.SubmitAsync(HandlerUser.Message("chat", "m1"), HandlerUser.Change("s1", 0));

        Assert.Equal([SubmitStatus.Refused, SubmitStatus.Accepted], answers.Select(answer => answer.Status));
        Assert.Equal(ErrorCodes.UnknownType, answers[0].Error!.Code);
        Assert.Equal("m1", answers[0].Error!.Ref);
        Assert.Equal(SubmitStatus.Refused, (await user.SubmitOneAsync("chat", "m1")).Status);
    });

    [Fact]
    public Task Submit_Batch_IsStagedWithoutWaitingAndAnsweredWhenAllIsDurable() => Exclusively.RunAsync(async () =>
    {
        _store.Limits.MaxCommitsInFlight = 1;
        var user = new HandlerUser(_store);
        var gate = new TaskCompletionSource();
        user.Log.Gate = gate.Task;
        var submitting = user.SubmitAsync(
            HandlerUser.Message("chat", "a"), HandlerUser.Message("chat", "b"), HandlerUser.Message("chat", "a"), HandlerUser.Change("s", 0));
        while (user.Log.Asked == 0) await Task.Yield();
        Assert.False(submitting.IsCompleted);

        gate.SetResult();
        var answers = await submitting;

        Assert.Equal(
            [(SubmitStatus.Accepted, 1L), (SubmitStatus.Accepted, 2), (SubmitStatus.Duplicate, 1), (SubmitStatus.Accepted, 3)],
            answers.Select(answer => (answer.Status, answer.Seq!.Value)));
        // One under way, all others behind it in one.
        Assert.Equal([1, 2], user.Log.Written.Select(commit => commit.Frames.Count));
    });

    [Fact]
    public Task Submit_StateChanges_AreAppliedConflictOrRefusedAndOnlyTheAppliedIsRemembered() => Exclusively.RunAsync(async () =>
    {
        var user = new HandlerUser(_store);
        var bad = new SubmittedItem("state_update", "s3", default, new StateChange(StateChangeKind.Patch, "\"bad\""u8.ToArray(), 1));
        var answers = await user.SubmitAsync(HandlerUser.Change("s1", 0), HandlerUser.Change("s2", 0), bad, HandlerUser.Change("s1", 0));

        Assert.Equal(
            [SubmitStatus.Accepted, SubmitStatus.Conflict, SubmitStatus.Refused, SubmitStatus.Duplicate], answers.Select(answer => answer.Status));
        Assert.Equal([1L, null, null, 1], answers.Select(answer => answer.Seq));
        Assert.Equal(1, answers[1].State!.Version);
        Assert.Equal(("s3", ErrorCodes.InvalidPatch), (answers[2].Error!.Ref, answers[2].Error!.Code));
        var remembered = await _store.Log.ReadDeduplicationAsync(_store.User, CancellationToken.None);
        Assert.Equal(["s1"], remembered.Select(record => record.Key.Id));
        var change = Assert.Single(user.Log.Written, commit => commit.StateChanges.Count > 0);
        Assert.Equal("s1", Assert.Single(change.DeduplicationToWrite).Key.Id);
    });

    [Fact]
    public Task Submit_ConflictWithAStateOnItsWay_IsAnsweredWhenThatIsDurable() => Exclusively.RunAsync(async () =>
    {
        var user = new HandlerUser(_store);
        var gate = new TaskCompletionSource();
        user.Log.Gate = gate.Task;
        var changing = user.SubmitAsync(HandlerUser.Change("s1", 0));
        while (user.State.Latest.Version == 0) await Task.Yield();
        var conflicting = user.SubmitAsync(HandlerUser.Change("s2", 0));
        while (user.Log.Asked == 0) await Task.Yield();
        Assert.False(conflicting.IsCompleted);

        gate.SetResult();

        Assert.Equal(SubmitStatus.Conflict, (await conflicting)[0].Status);
        Assert.Equal(1, user.DurableState.Version);
        Assert.Equal(SubmitStatus.Accepted, (await changing)[0].Status);
    });

    [Fact]
    public Task Submit_QueueIsFull_RefusesTheItemAndTakesTheOthers() => Exclusively.RunAsync(async () =>
    {
        var full = new SubmittedItem("state_update", "s1", default, new StateChange(StateChangeKind.Patch, "\"full\""u8.ToArray(), 0));
        var answers = await new HandlerUser(_store).SubmitAsync(HandlerUser.Message("chat", "a"), full, HandlerUser.Message("chat", "b"));

        Assert.Equal([SubmitStatus.Accepted, SubmitStatus.Refused, SubmitStatus.Accepted], answers.Select(answer => answer.Status));
        Assert.Equal((ErrorCodes.QueueFull, "s1"), (answers[1].Error!.Code, answers[1].Error!.Ref));
    });

    [Fact]
    public Task Submit_AnotherActivationComesBetween_AppendsEachItemOnce() => Exclusively.RunAsync(async () =>
    {
        (_store.Limits.MaxCommitsInFlight, _store.Limits.MaxCommitFrames) = (1, 1);
        var user = new HandlerUser(_store);
        await user.PublishNoteAsync();
        var commits = 0;
        user.Log.Intruder = async () =>
        {
            // Lets the first item through, and comes before the second.
            commits++;
            user.Log.Intruder = user.IntrudeAsync;
            await Task.CompletedTask;
        };
        var answers = await user.SubmitAsync(HandlerUser.Message("a"), HandlerUser.Message("b"), HandlerUser.Message("c"));

        Assert.Equal(1, commits);
        Assert.Equal([2L, 4, 5], answers.Select(answer => answer.Seq!.Value));
        Assert.Equal(["note {}", "a {}", "intruder {}", "b {}", "c {}"], await _store.FramesAsync());
    });

    [Fact]
    public Task Submit_StorageFailsInTheMiddle_AnswersWhatIsDurableAndTheRestCanComeAgain() => Exclusively.RunAsync(async () =>
    {
        (_store.Limits.MaxCommitsInFlight, _store.Limits.MaxCommitFrames) = (1, 1);
        var user = new HandlerUser(_store);
        user.Log.Faults.Enqueue(CommitFault.None);
        user.Log.Faults.Enqueue(CommitFault.AfterWrite);
        SubmittedItem[] items = [HandlerUser.Message("a", "1"), HandlerUser.Message("b", "2"), HandlerUser.Message("c", "3")];
        var answers = await user.SubmitAsync(items);
        Assert.Equal([SubmitStatus.Accepted], answers.Select(answer => answer.Status));

        var rest = await user.SubmitAsync(items[1..]);

        Assert.Equal([(SubmitStatus.Duplicate, 2L), (SubmitStatus.Accepted, 3)], rest.Select(answer => (answer.Status, answer.Seq!.Value)));
        Assert.Equal(["a {}", "b {}", "c {}"], await _store.FramesAsync());
    });

    [Fact]
    public Task Submit_StorageFailsBehindAnItemWithoutId_AnswersItSoThatItDoesNotComeAgain() => Exclusively.RunAsync(async () =>
    {
        (_store.Limits.MaxCommitsInFlight, _store.Limits.MaxCommitFrames) = (1, 1);
        var user = new HandlerUser(_store);
        user.Log.Faults.Enqueue(CommitFault.None);
        user.Log.Faults.Enqueue(CommitFault.AfterWrite);
        var answers = await user.SubmitAsync(HandlerUser.Message("a", "1"), HandlerUser.Message("b"), HandlerUser.Message("c", "3"));

        Assert.Equal([SubmitStatus.Accepted, SubmitStatus.Refused], answers.Select(answer => answer.Status));
        Assert.Equal(ErrorCodes.Internal, answers[1].Error!.Code);
        Assert.Equal(SubmitStatus.Accepted, (await user.SubmitOneAsync("c", "3")).Status);
        Assert.Equal(["a {}", "b {}", "c {}"], await _store.FramesAsync());
    });

    [Fact]
    public Task Submit_HandlerOfAnItemWithoutIdEndsUnknown_IsAnsweredAndRunsOnce() => Exclusively.RunAsync(async () =>
    {
        var runs = 0;
        _store.Registrations.Add(LambdaHandler.For("order", context =>
        {
            runs++;
            context.Publish(HandlerUser.New("done"));
        }));
        var user = new HandlerUser(_store);
        user.Log.Faults.Enqueue(CommitFault.None);
        user.Log.Faults.Enqueue(CommitFault.AfterWrite);
        var answers = await user.SubmitAsync(HandlerUser.Message("a", "1"), HandlerUser.Message("order"));

        Assert.Equal([SubmitStatus.Accepted, SubmitStatus.Refused], answers.Select(answer => answer.Status));
        Assert.Equal((ErrorCodes.Internal, 1), (answers[1].Error!.Code, runs));
        Assert.Equal(["a {}", "done {}"], await _store.FramesAsync());
    });

    [Fact]
    public Task Submit_OneItemFailsUnexpectedly_FailsItAloneAndTakesTheOthers() => Exclusively.RunAsync(async () =>
    {
        var bad = new SubmittedItem("state_update", "s1", default, new StateChange(StateChangeKind.Patch, "\"throw\""u8.ToArray(), 0));
        var answers = await new HandlerUser(_store).SubmitAsync(HandlerUser.Message("chat", "a"), bad, HandlerUser.Message("chat", "b"));

        Assert.Equal([SubmitStatus.Accepted, SubmitStatus.Refused, SubmitStatus.Accepted], answers.Select(answer => answer.Status));
        Assert.Equal((ErrorCodes.Internal, "s1"), (answers[1].Error!.Code, answers[1].Error!.Ref));
    });

    [Fact]
    public Task Submit_StorageFailsBeforeAnything_FailsAndNothingIsRemembered() => Exclusively.RunAsync(async () =>
    {
        var user = new HandlerUser(_store);
        user.Log.Faults.Enqueue(CommitFault.BeforeWrite);
        await Assert.ThrowsAsync<UserUnavailableException>(() => user.SubmitOneAsync("a", "1"));

        Assert.Equal(new SubmitAnswer(SubmitStatus.Accepted, 1), await user.SubmitOneAsync("a", "1"));
    });

    [Fact]
    public Task Submit_HandlersTakeLongerThanTheBudget_AnswersWhatIsDone() => Exclusively.RunAsync(async () =>
    {
        var runs = 0;
        _store.Registrations.Add(LambdaHandler.For("slow", _ =>
        {
            runs++;
            _store.Time.Advance(TimeSpan.FromSeconds(3));
        }));
        var user = new HandlerUser(_store);
        var items = Enumerable.Range(1, 4).Select(i => HandlerUser.Message("slow", $"{i}")).ToArray();
        var answers = await user.SubmitAsync(items);

        Assert.Equal(2, answers.Length);
        Assert.Equal(2, runs);
        Assert.Equal([SubmitStatus.Accepted, SubmitStatus.Accepted], (await user.SubmitAsync(items[2..])).Select(answer => answer.Status));
        Assert.Equal(4, runs);
    });
}
