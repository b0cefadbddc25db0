using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains.Tests;

/// <summary>Protocol section 4: the rate of a user over all its connections.</summary>
public sealed class UserRateTests : IAsyncDisposable
{
    private readonly HandlerStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public Task Submit_BeyondTheRate_RefusesTheItemAndKeepsTheOrderOfTheOthers() => Exclusively.RunAsync(async () =>
    {
        var user = new HandlerUser(_store);
        var answers = await user.SubmitAtAsync(2, HandlerUser.Message("a", "1"), HandlerUser.Message("b", "2"), HandlerUser.Message("c", "3"));

        Assert.Equal([SubmitStatus.Accepted, SubmitStatus.Accepted, SubmitStatus.Refused], answers.Select(answer => answer.Status));
        Assert.Equal((ErrorCodes.RateLimited, "3", 500L), (answers[2].Error!.Code, answers[2].Error!.Ref, answers[2].Error!.RetryAfterMs!.Value));

        _store.Time.Advance(TimeSpan.FromMilliseconds(500));
        // Not remembered: it is no duplicate.
        Assert.Equal([new SubmitAnswer(SubmitStatus.Accepted, 3)], await user.SubmitAtAsync(2, HandlerUser.Message("c", "3")));
        Assert.Equal(["a {}", "b {}", "c {}"], await _store.FramesAsync());
    });

    [Fact]
    public Task Submit_DuplicatesAndChanges_TakeFromTheRateToo() => Exclusively.RunAsync(async () =>
    {
        var user = new HandlerUser(_store);
        var answers = await user.SubmitAtAsync(
            3, HandlerUser.Message("a", "1"), HandlerUser.Message("a", "1"), HandlerUser.Change("s", 0), HandlerUser.Message("a", "1"));

        Assert.Equal(
            [SubmitStatus.Accepted, SubmitStatus.Duplicate, SubmitStatus.Accepted, SubmitStatus.Refused], answers.Select(answer => answer.Status));
    });

    [Fact]
    public Task Submit_MessagesOfHandlers_TakeFromTheSameRate() => Exclusively.RunAsync(async () =>
    {
        var runs = 0;
        _store.Registrations.Add(LambdaHandler.For("order", _ => runs++));
        var user = new HandlerUser(_store);
        var answers = await user.SubmitAtAsync(2, HandlerUser.Message("a"), HandlerUser.Message("order"), HandlerUser.Message("order", "o"), HandlerUser.Message("b"));

        Assert.Equal(
            [SubmitStatus.Accepted, SubmitStatus.Accepted, SubmitStatus.Refused, SubmitStatus.Refused], answers.Select(answer => answer.Status));
        Assert.Equal((ErrorCodes.RateLimited, "o"), (answers[2].Error!.Code, answers[2].Error!.Ref));
        Assert.Equal(1, runs);
    });

    [Fact]
    public Task Submit_RateIsAnotherOneAtTheNextCall_CountsFromThenOn() => Exclusively.RunAsync(async () =>
    {
        var user = new HandlerUser(_store);
        Assert.Equal(SubmitStatus.Refused, (await user.SubmitAtAsync(1, HandlerUser.Message("a"), HandlerUser.Message("b")))[1].Status);
        Assert.Equal(SubmitStatus.Accepted, (await user.SubmitAtAsync(0, HandlerUser.Message("c")))[0].Status);
        _store.Time.Advance(TimeSpan.FromMilliseconds(100));
        var answers = await user.SubmitAtAsync(20, HandlerUser.Message("d"), HandlerUser.Message("e"), HandlerUser.Message("f"));
        Assert.Equal([SubmitStatus.Accepted, SubmitStatus.Accepted, SubmitStatus.Refused], answers.Select(answer => answer.Status));
    });

    [Fact]
    public Task Submit_StorageFails_ItemsThatComeAgainTookNothing() => Exclusively.RunAsync(async () =>
    {
        var user = new HandlerUser(_store);
        user.Log.Faults.Enqueue(CommitFault.BeforeWrite);
        await Assert.ThrowsAsync<UserUnavailableException>(() => user.SubmitAtAsync(2, HandlerUser.Message("a", "1"), HandlerUser.Message("b", "2")));

        var answers = await user.SubmitAtAsync(2, HandlerUser.Message("a", "1"), HandlerUser.Message("b", "2"), HandlerUser.Message("c", "3"));
        Assert.Equal([SubmitStatus.Accepted, SubmitStatus.Accepted, SubmitStatus.Refused], answers.Select(answer => answer.Status));
    });

    [Fact]
    public Task Submit_AnotherActivationComesBetween_TakesOneTokenForEachItem() => Exclusively.RunAsync(async () =>
    {
        var user = new HandlerUser(_store);
        await user.PublishNoteAsync();
        user.Log.Intruder = user.IntrudeAsync;
        var answers = await user.SubmitAtAsync(2, HandlerUser.Message("a"), HandlerUser.Message("b"), HandlerUser.Message("c"));

        Assert.Equal([SubmitStatus.Accepted, SubmitStatus.Accepted, SubmitStatus.Refused], answers.Select(answer => answer.Status));
        Assert.Equal(["note {}", "intruder {}", "a {}", "b {}"], await _store.FramesAsync());
    });
}
