using Netra.Abstractions;
using Netra.Protocol;
using static Netra.Grains.Tests.GrainExtensions;

namespace Netra.Grains.Tests;

/// <summary>What becomes a dead letter, how long it is kept, and the ways back.</summary>
public sealed class DeadLetterTests : IAsyncDisposable
{
    private readonly GrainUser _user = new();

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Fact]
    public Task Overflow_MixedPriorities_DropsReadOnesThenLowNormalHighCritical() => Exclusively.RunAsync(async () =>
    {
        _user.Options.MaxMessages = 6;
        var grain = await _user.ActivateAsync();
        var tab = _user.Connection();
        await grain.AttachAsync(tab);
        await grain.PublishAsync(
            Message(priority: MessagePriority.Critical), Message(priority: MessagePriority.Critical), Message(),
            Message(priority: MessagePriority.High), Message(priority: MessagePriority.Low), Message());
        await grain.AcknowledgeAsync(tab.Connection, 1);
        await grain.PublishAsync(1);
        Assert.Empty(await grain.DeadLettersAsync());
        Assert.Equal(2, (await _user.HeadAsync()).OldestSeq);

        var fallen = new List<long>();
        for (var i = 0; i < 6; i++)
        {
            await grain.PublishAsync(Message(priority: MessagePriority.Critical));
            var letters = (await grain.DeadLettersAsync()).Select(letter => letter.Seq).Except(fallen).ToArray();
            fallen.Add(Assert.Single(letters));
        }

        long[] expected = [5, 3, 6, 7, 4, 2];
        Assert.Equal(expected, fallen);
        Assert.All(await grain.DeadLettersAsync(), letter => Assert.Equal("overflow", letter.Reason));
        Assert.Equal(6, (await grain.DescribeAsync()).DeadLetters);
    });

    [Fact]
    public Task Overflow_LowOneArrivesAtAFullLog_FallsItself() => Exclusively.RunAsync(async () =>
    {
        _user.Options.MaxMessages = 3;
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(3);
        await grain.PublishAsync(Message(priority: MessagePriority.Low));
        while ((await _user.HeadAsync()).FrameCount > 3) await Task.Yield();

        Assert.Equal([4], (await grain.DeadLettersAsync()).Select(letter => letter.Seq));
        Assert.Equal([1, 2, 3], (await grain.ReadHistoryAsync(0, 10)).Seqs());
    });

    [Fact]
    public Task Limits_OfDeadLetters_DeleteTheOldest() => Exclusively.RunAsync(async () =>
    {
        _user.Options.MaxMessages = 1;
        _user.Options.MaxDeadLetters = 3;
        var grain = await _user.ActivateAsync();
        for (var i = 0; i < 10; i++) await grain.PublishAsync(1);
        Assert.Equal([7, 8, 9], (await grain.DeadLettersAsync()).Select(letter => letter.Seq));

        grain = await _user.ActivateAsync();
        await grain.PublishAsync(1);
        Assert.Equal([8, 9, 10], (await grain.DeadLettersAsync()).Select(letter => letter.Seq));

        _user.Time.Advance(_user.Options.DeadLetterRetention);
        Assert.Empty(await grain.DeadLettersAsync());
        Assert.Equal(0, (await _user.HeadAsync()).DeadLetterCount);
    });

    [Fact]
    public Task Expiry_Unread_IsADeadLetterWhenSomebodyLooks() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var tab = _user.Connection();
        await grain.AttachAsync(tab);
        await grain.PublishAsync(Message(ttlMs: 5), Message(ttlMs: 5), Message());
        await grain.AcknowledgeAsync(tab.Connection, 1);
        _user.Time.Advance(TimeSpan.FromMilliseconds(5));

        grain = await _user.ActivateAsync();
        var description = await grain.DescribeAsync();

        Assert.Equal((1, 1, 1), (description.Unread, description.DeadLetters, description.OldestSeq));
        var letter = Assert.Single(await grain.DeadLettersAsync());
        Assert.Equal((2, "expired"), (letter.Seq, letter.Reason));
        Assert.Equal((1, 2), ((await _user.HeadAsync()).FrameCount, (await _user.HeadAsync()).HoleCount));
    });

    [Fact]
    public Task Age_Unread_FallsAlsoUnderReject() => Exclusively.RunAsync(async () =>
    {
        _user.Options.Overflow = OverflowPolicy.Reject;
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(2);
        _user.Time.Advance(_user.Options.MaxAge);

        Assert.Equal(["age", "age"], (await grain.DeadLettersAsync()).Select(letter => letter.Reason));
        Assert.Equal((0, 2), ((await _user.HeadAsync()).OldestSeq, (await _user.HeadAsync()).HeadSeq));
    });

    [Fact]
    public Task Retry_Frame_ComesAgainWithANewSeqAndWithoutItsEnd() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(Message("a", MessagePriority.High, ttlMs: 5));
        _user.Time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Single(await grain.DeadLettersAsync());

        var answers = await Task.WhenAll(grain.RetryDeadLetterAsync(1), grain.RetryDeadLetterAsync(1));

        Assert.Equal([new DeadLetterRetry(true, 2), new DeadLetterRetry(false)], answers);
        Assert.Empty(await grain.DeadLettersAsync());
        _user.Time.Advance(TimeSpan.FromDays(1));
        var frame = Assert.Single((await grain.ReadHistoryAsync(0, 10)).Frames);
        Assert.Equal((2, "a", "note"), (frame.SeqOf(), frame.Read("id").GetString(), frame.Read("type").GetString()));
        Assert.Equal(1, (await _user.HeadAsync()).MarkedCount);
        Assert.False((await grain.RetryDeadLetterAsync(1)).Found);
    });

    [Fact]
    public Task Retry_QueueIsFull_StaysADeadLetter() => Exclusively.RunAsync(async () =>
    {
        _user.Options.Overflow = OverflowPolicy.Reject;
        _user.Options.MaxMessages = 1;
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(Message(ttlMs: 5));
        _user.Time.Advance(TimeSpan.FromMilliseconds(5));
        await grain.PublishAsync(1);

        var answer = await grain.RetryDeadLetterAsync(1);

        Assert.True(answer.Found);
        Assert.Equal(ErrorCodes.QueueFull, answer.Refusal?.Code);
        Assert.Single(await grain.DeadLettersAsync());
    });

    [Fact]
    public Task Retry_ChangeOfTheState_IsRefused() => Exclusively.RunAsync(async () =>
    {
        _user.Options.MaxMessages = 1;
        var grain = await _user.ActivateAsync();
        for (var i = 0; i < 3; i++) await grain.ChangeStateAsync(new StateChange(StateChangeKind.Patch, "{\"a\":1}"u8.ToArray(), null));

        var answer = await grain.RetryDeadLetterAsync(1);

        Assert.Equal((true, ErrorCodes.BadRequest), (answer.Found, answer.Refusal?.Code));
        Assert.Equal(3, (await grain.DescribeAsync()).HeadSeq);
    });

    [Fact]
    public Task ReadDeadLetters_InPages_SaysExactlyWhetherMoreFollow() => Exclusively.RunAsync(async () =>
    {
        _user.Options.MaxMessages = 1;
        var grain = await _user.ActivateAsync();
        for (var i = 0; i < 5; i++) await grain.PublishAsync(1);

        var first = await grain.ReadDeadLettersAsync(0, 3);
        var last = await grain.ReadDeadLettersAsync(3, 1);
        Assert.Equal([1, 2, 3], first.DeadLetters.Select(letter => letter.Seq));
        Assert.Equal([4], last.DeadLetters.Select(letter => letter.Seq));
        Assert.Equal((true, false), (first.HasMore, last.HasMore));
    });

    [Fact]
    public Task Revoke_FrameOrDeadLetter_ErasesIt() => Exclusively.RunAsync(async () =>
    {
        _user.Options.MaxMessages = 3;
        var grain = await _user.ActivateAsync();
        var tab = _user.Connection(start: StartPosition.Oldest);
        await grain.AttachAsync(tab);
        for (var i = 0; i < 4; i++) await grain.PublishAsync(1);

        Assert.True(await grain.RevokeAsync(1));
        Assert.Empty(await grain.DeadLettersAsync());
        Assert.True(await grain.RevokeAsync(3));
        Assert.Equal(2, (await grain.DescribeAsync()).Unread);
        Assert.Equal([2, 4], (await grain.ReadHistoryAsync(0, 10)).Seqs());
        Assert.Equal([new(3, 3, SkipReason.Revoked)], (await grain.PullAsync(tab, 1)).Skipped.AsEnumerable());
        var place = (await _user.Log.ReadAsync(_user.Id, 3, 3, 1, 1, CancellationToken.None))[0];
        Assert.True(place.Json.IsEmpty);

        long[] others = [1, 3, 5, 0, -1, long.MaxValue];
        foreach (var seq in others) Assert.False(await grain.RevokeAsync(seq));
    });
}
