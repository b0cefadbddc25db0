using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;
using static Netra.Grains.Tests.GrainExtensions;

namespace Netra.Grains.Tests;

/// <summary>Idempotent publishing, batches, what goes beside the log, and a full queue.</summary>
public sealed class PublishTests : IAsyncDisposable
{
    private readonly GrainUser _user = new();

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Fact]
    public Task Publish_SameIdAgain_IsTheFirstOneAlsoAfterActivation() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        Assert.Equal([new PublishedMessage("a", 1)], await grain.PublishAsync(Message("a")));
        Assert.Equal([new PublishedMessage("a", 1, Duplicate: true)], await grain.PublishAsync(Message("a")));

        grain = await _user.ActivateAsync();
        Assert.Equal([new PublishedMessage("a", 1, Duplicate: true)], await grain.PublishAsync(Message("a")));
        Assert.Equal(1, (await _user.HeadAsync()).HeadSeq);
    });

    [Fact]
    public Task Publish_SameIdInOneBatchAndBefore_AppendsOnlyWhatIsNew() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(Message("a"));

        var answers = await grain.PublishAsync(Message("b"), Message("a"), Message("b"), Message("c"));

        Assert.Equal([new("b", 2), new("a", 1, true), new("b", 2, true), new("c", 3)], answers);
        Assert.Equal(3, (await _user.HeadAsync()).HeadSeq);
    });

    [Fact]
    public Task Publish_WindowIsOver_IsANewMessage() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(Message("a"));
        _user.Time.Advance(_user.Options.DeduplicationWindow - TimeSpan.FromMilliseconds(1));
        Assert.True((await grain.PublishAsync(Message("a")))[0].Duplicate);
        _user.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([new PublishedMessage("a", 2)], await grain.PublishAsync(Message("a")));

        // The record of the first is gone, not that of the second.
        var record = Assert.Single(await _user.Log.ReadDeduplicationAsync(_user.Id, CancellationToken.None));
        Assert.Equal(2, record.Seq);
        Assert.True((await grain.PublishAsync(Message("a")))[0].Duplicate);
    });

    [Fact]
    public Task Publish_OfAnOutbox_HasASpaceOfItsOwnForADay() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var outbox = new PublishRequest([Message("a")]) { Origin = PublishOrigin.Outbox };
        await grain.PublishAsync(Message("a"));
        Assert.Equal([new PublishedMessage("a", 2)], (await grain.PublishAsync(outbox)).Messages.AsEnumerable());
        _user.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        Assert.True((await grain.PublishAsync(outbox)).Messages[0].Duplicate);
        Assert.Equal(3, (await grain.PublishAsync(Message("a")))[0].Seq);
        _user.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(4, (await grain.PublishAsync(outbox)).Messages[0].Seq);
    });

    [Fact]
    public Task Publish_MoreIdsThanAreRemembered_ForgetsTheOldestInLaterCommits() => Exclusively.RunAsync(async () =>
    {
        _user.Options.MaxDeduplicationRecords = 3;
        var grain = await _user.ActivateAsync();
        for (var i = 0; i < 20; i++) await grain.PublishAsync(Message($"m{i}"));
        Assert.InRange((await _user.Log.ReadDeduplicationAsync(_user.Id, CancellationToken.None)).Count, 3, 4);
        Assert.True((await grain.PublishAsync(Message("m19")))[0].Duplicate);
        Assert.False((await grain.PublishAsync(Message("m0")))[0].Duplicate);
    });

    [Fact]
    public Task Publish_MoreIdsOfOneSpaceThanAreRemembered_ForgetsNoneOfAnother() => Exclusively.RunAsync(async () =>
    {
        _user.Options.MaxDeduplicationRecords = 3;
        var grain = await _user.ActivateAsync();
        var outbox = new PublishRequest([Message("theirs")]) { Origin = PublishOrigin.Outbox };
        await grain.PublishAsync(outbox);
        for (var i = 0; i < 20; i++) await grain.PublishAsync(Message($"m{i}"));

        Assert.True((await grain.PublishAsync(outbox)).Messages[0].Duplicate);
        var stored = await _user.Log.ReadDeduplicationAsync(_user.Id, CancellationToken.None);
        Assert.Single(stored, record => record.Key.Space == DeduplicationSpace.Outbox);
        Assert.InRange(stored.Count(record => record.Key.Space == DeduplicationSpace.Publisher), 3, 4);
    });

    [Fact]
    public Task Publish_SameIdWhileTheFirstIsUnderWay_WaitsForIt() => Exclusively.RunAsync(async () =>
    {
        var blocking = new BlockingLog(_user.Log);
        _user.Over = blocking;
        var grain = await _user.ActivateAsync();
        var first = grain.PublishAsync(Message("a"));
        while (blocking.Commits.Count == 0) await Task.Yield();
        var second = grain.PublishAsync(Message("a"));
        for (var i = 0; i < 5; i++) await Task.Yield();
        Assert.False(second.IsCompleted);

        await blocking.AnswerAllAsync();
        Assert.False((await first)[0].Duplicate);
        Assert.Equal(new PublishedMessage("a", 1, Duplicate: true), (await second)[0]);
        Assert.Single(blocking.Commits);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Publish_TheFirstWithThisIdFails_TheSecondIsDecidedByStorage(bool firstWasWritten) => Exclusively.RunAsync(async () =>
    {
        var failing = new FailingLog(_user.Log);
        var blocking = new BlockingLog(firstWasWritten ? _user.Log : failing);
        if (!firstWasWritten) failing.CommitFailures.Enqueue(new StorageUnavailableException("down"));
        _user.Over = blocking;
        var grain = await _user.ActivateAsync();
        var first = grain.PublishAsync(Message("a"));
        while (blocking.Commits.Count == 0) await Task.Yield();
        var second = grain.PublishAsync(Message("a"));
        for (var i = 0; i < 5; i++) await Task.Yield();

        blocking.Lose(0);
        await Assert.ThrowsAsync<UserUnavailableException>(() => first);
        while (!second.IsCompleted)
        {
            for (var i = 1; i < blocking.Commits.Count; i++) await blocking.TryAnswerAsync(i);
            await Task.Yield();
        }

        Assert.Equal(new PublishedMessage("a", 1, firstWasWritten), (await second)[0]);
        Assert.Equal(1, (await _user.HeadAsync()).HeadSeq);
    });

    [Fact]
    public Task Publish_Ephemeral_IsPushedBehindTheDurablePartAndNotStored() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await grain.AttachAsync(_user.Connection());

        var answers = await grain.PublishAsync(Message("e", durable: false), Message("d"), Message(durable: false));

        Assert.Equal((null, 1L, null), (answers[0].Seq, answers[1].Seq, answers[2].Seq));
        Assert.Equal(2, _user.Pushes.Count);
        Assert.Equal((1, 0), (_user.Pushes[0].Frames.Length, _user.Pushes[0].Ephemeral.Length));
        Assert.Equal((0, 2, 1), (_user.Pushes[1].Frames.Length, _user.Pushes[1].Ephemeral.Length, _user.Pushes[1].HeadSeq));
        Assert.Equal("e", _user.Pushes[1].Ephemeral[0].Read("id").GetString());

        // Its id counts: nothing is pushed a second time.
        Assert.Equal([new PublishedMessage("e", null, Duplicate: true)], await grain.PublishAsync(Message("e", durable: false)));
        Assert.Equal(2, _user.Pushes.Count);
        Assert.Equal(1, (await _user.HeadAsync()).HeadSeq);
    });

    [Fact]
    public Task Publish_QueueIsFullOfUnread_IsRefusedAsAWholeUntilSomeIsRead() => Exclusively.RunAsync(async () =>
    {
        _user.Options.Overflow = OverflowPolicy.Reject;
        _user.Options.MaxMessages = 5;
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(4);
        var refused = await grain.PublishAsync(new PublishRequest([Message("a"), Message("b")]));
        Assert.Equal(ErrorCodes.QueueFull, refused.Refusal?.Code);
        Assert.Empty(refused.Messages);
        Assert.Equal(5, (await grain.PublishAsync(Message("a")))[0].Seq);
        // A repeated one takes no room.
        Assert.True((await grain.PublishAsync(Message("a")))[0].Duplicate);
        Assert.NotNull((await grain.PublishAsync(new PublishRequest([Message()]))).Refusal);

        grain = await _user.ActivateAsync();
        var tab = _user.Connection();
        await grain.AttachAsync(tab);
        Assert.NotNull((await grain.PublishAsync(new PublishRequest([Message()]))).Refusal);
        await grain.AcknowledgeAsync(tab.Connection, 2);
        await grain.PublishAsync(2);
        Assert.NotNull((await grain.PublishAsync(new PublishRequest([Message()]))).Refusal);
        Assert.Equal(5, (await grain.DescribeAsync()).Unread);
        Assert.Empty(await grain.DeadLettersAsync());
        Assert.Equal(5, (await _user.HeadAsync()).FrameCount);
    });

    [Fact]
    public Task Publish_QueueIsFullOfWhatHasExpired_IsTaken() => Exclusively.RunAsync(async () =>
    {
        _user.Options.Overflow = OverflowPolicy.Reject;
        _user.Options.MaxMessages = 2;
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(Message(ttlMs: 5), Message(ttlMs: 5));
        Assert.NotNull((await grain.PublishAsync(new PublishRequest([Message()]))).Refusal);
        _user.Time.Advance(TimeSpan.FromMilliseconds(5));
        await grain.PublishAsync(2);
        Assert.Equal(["expired", "expired"], (await grain.DeadLettersAsync()).Select(letter => letter.Reason));
    });
}
