using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Netra.Abstractions;
using Netra.Protocol;
using static Netra.Grains.Tests.GrainExtensions;

namespace Netra.Grains.Tests;

/// <summary>Publishing to many users of a silo at once, beside Orleans' own calls.</summary>
public sealed class PublishBatchTests : IAsyncDisposable
{
    private static readonly DeactivationReason Idle = new(DeactivationReasonCode.ActivationIdle, "idle");

    private readonly GrainUser _user = new();
    private readonly FakeTimeProvider _time = new();

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Fact]
    public Task Publish_UserIsHere_IsStoredAndAnsweredInItsPlace() => Exclusively.RunAsync(async () =>
    {
        await _user.ActivateAsync();

        var answers = await PublishAsync(MessageTo("bob"), MessageTo("ada", "a"), MessageTo("cid"));

        Assert.Null(answers[0]);
        Assert.Equal([new PublishedMessage("a", 1)], answers[1]!.Messages);
        Assert.Null(answers[2]);
        Assert.Equal(1, (await _user.HeadAsync()).HeadSeq);
    });

    [Fact]
    public Task Publish_OneUserTwice_IsInOrder() => Exclusively.RunAsync(async () =>
    {
        await _user.ActivateAsync();

        var answers = await PublishAsync(MessageTo("ada", "a"), MessageTo("ada", "b"), MessageTo("ada", "a"));

        Assert.Equal([new("a", 1), new("b", 2), new("a", 1, Duplicate: true)], answers.Select(answer => answer!.Messages.Single()));
    });

    [Fact]
    public Task Publish_StorageFails_IsRefusedAsUnavailableAndTheOthersAreAnswered() => Exclusively.RunAsync(async () =>
    {
        await using var other = new GrainUser { Id = UserId.Parse("bob") };
        var log = new FailingLog(_user.Log);
        log.CommitFailures.Enqueue(new Netra.Storage.StorageUnavailableException("Storage is away."));
        _user.Over = log;
        _user.Active.Add(other.Id, await other.ActivateAsync());
        await _user.ActivateAsync();

        var answers = await PublishAsync(MessageTo("ada"), MessageTo("bob"));

        Assert.Equal(ErrorCodes.Unavailable, answers[0]!.Refusal!.Code);
        Assert.Equal(1, answers[1]!.Messages.Single().Seq);
    });

    [Fact]
    public Task Publish_OneUserTakesTooLong_IsUnknownAndTheOthersAreAnswered() => Exclusively.RunAsync(async () =>
    {
        await using var other = new GrainUser { Id = UserId.Parse("bob") };
        var log = new BlockingLog(_user.Log);
        _user.Over = log;
        var quick = await other.ActivateAsync();
        _user.Active.Add(other.Id, quick);
        await _user.ActivateAsync();

        var publishing = PublishAsync(MessageTo("ada"), MessageTo("bob"));
        while (log.Commits.Count == 0 || (await other.HeadAsync()).HeadSeq == 0) await Task.Yield();
        // Answered behind the one of the batch.
        await quick.PublishAsync(Message("behind"));
        _time.Advance(PublishService.Patience);
        var answers = await publishing;
        await log.AnswerAllAsync();

        Assert.Equal(ErrorCodes.Unavailable, answers[0]!.Refusal!.Code);
        Assert.Contains("may or may not", answers[0]!.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(1, answers[1]!.Messages.Single().Seq);
    });

    [Fact]
    public Task Deactivate_PublishUnderWay_WaitsForItAndTakesNoOther() => Exclusively.RunAsync(async () =>
    {
        var log = new BlockingLog(_user.Log);
        _user.Over = log;
        var grain = await _user.ActivateAsync();
        var publishing = PublishAsync(MessageTo("ada", "a"));
        while (log.Commits.Count == 0) await Task.Yield();

        var going = grain.OnDeactivateAsync(Idle, CancellationToken.None);
        _user.Active.Add(_user.Id, grain);
        Assert.Null((await PublishAsync(MessageTo("ada", "late"))).Single());
        Assert.False(going.IsCompleted);
        await log.AnswerAllAsync();
        await going;

        Assert.Equal([new PublishedMessage("a", 1)], (await publishing).Single()!.Messages);
        Assert.Equal(1, (await _user.HeadAsync()).HeadSeq);
    });

    [Fact]
    public Task Deactivate_AnotherActivationIsHere_StaysFound() => Exclusively.RunAsync(async () =>
    {
        var old = await _user.ActivateAsync();
        await _user.ActivateAsync();

        await old.OnDeactivateAsync(Idle, CancellationToken.None);

        Assert.Equal(1, (await PublishAsync(MessageTo("ada"))).Single()!.Messages.Single().Seq);
    });

    private static UserPublish MessageTo(string user, string? id = null) =>
        new(UserId.Parse(user), new PublishRequest([id is null ? new NewMessage("note", null, "{}"u8.ToArray()) : Message(id)]));

    private Task<PublishResult?[]> PublishAsync(params UserPublish[] batch) =>
        new PublishBatch(batch, NullLogger.Instance).RunAsync(_user.Active, PublishService.Patience, _time);
}
