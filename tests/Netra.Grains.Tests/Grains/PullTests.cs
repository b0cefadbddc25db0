using Netra.Abstractions;
using Netra.Protocol;
using static Netra.Grains.Tests.GrainExtensions;

namespace Netra.Grains.Tests;

/// <summary>What a connection gets of the log, and what it is told not to come.</summary>
public sealed class PullTests : IAsyncDisposable
{
    private readonly GrainUser _user = new();

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Fact]
    public Task Pull_HolesOfBothKindsAndAGap_NamesEachRangeOnce() => Exclusively.RunAsync(async () =>
    {
        _user.Options.MaxMessages = 6;
        var grain = await _user.ActivateAsync();
        var tab = _user.Connection(start: StartPosition.Oldest);
        await grain.AttachAsync(tab);
        await grain.PublishAsync(Message(priority: MessagePriority.Critical), Message(ttlMs: 5), Message(ttlMs: 5), Message(), Message(), Message());
        Assert.True(await grain.RevokeAsync(4));
        _user.Time.Advance(TimeSpan.FromMilliseconds(5));
        await grain.PublishAsync(Message(), Message(), Message(), Message());
        await grain.DescribeAsync();

        foreach (var reader in new[] { grain, await _user.ActivateAsync() })
        {
            var other = _user.Connection("other", StartPosition.Oldest);
            await reader.AttachAsync(other);
            var page = await reader.PullAsync(other, 0);
            Assert.Equal([1, 6, 7, 8, 9, 10], page.Seqs);
            Assert.Equal(
                [new(2, 3, SkipReason.Expired), new(4, 4, SkipReason.Revoked), new(5, 5, SkipReason.Overflow)], page.Skipped);
            Assert.Equal((10, 10), (page.UpToSeq, page.HeadSeq));
        }
    });

    [Fact]
    public Task Pull_EndReachedButNotSweptYet_SkipsIt() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var tab = _user.Connection();
        await grain.AttachAsync(tab);
        await grain.PublishAsync(Message(ttlMs: 10), Message());
        Assert.Equal([1, 2], (await grain.PullAsync(tab, 0)).Seqs.AsEnumerable());
        _user.Time.Advance(TimeSpan.FromMilliseconds(10));

        var page = await grain.PullAsync(tab, 0);

        Assert.Equal([2], page.Seqs);
        Assert.Equal([new(1, 1, SkipReason.Expired)], page.Skipped);
        Assert.Equal(0, (await _user.HeadAsync()).HoleCount);
        Assert.Equal([2], (await grain.ReadHistoryAsync(0, 10)).Seqs());
    });

    [Fact]
    public Task Pull_ManyHolesBetween_GoesOnInBoundedPages() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(Message());
        await grain.PublishAsync([.. Enumerable.Range(0, 500).Select(_ => Message(ttlMs: 1))]);
        await grain.PublishAsync(Message());
        _user.Time.Advance(TimeSpan.FromSeconds(1));
        var tab = _user.Connection();
        await grain.AttachAsync(tab);

        var (seqs, skipped, cursor, pages) = (new List<long>(), 0L, 0L, 0);
        while (cursor < 502)
        {
            var page = await grain.PullAsync(tab, cursor, maxFrames: 50);
            Assert.True(page.UpToSeq > cursor);
            seqs.AddRange(page.Seqs);
            skipped += page.Skipped.Sum(range => range.To - range.From + 1);
            Assert.All(page.Skipped, range => Assert.Equal(SkipReason.Expired, range.Reason));
            cursor = page.UpToSeq;
            pages++;
        }

        Assert.Equal([1, 502], seqs);
        Assert.Equal((500, 11), (skipped, pages));
    });

    [Fact]
    public Task Pull_Expedited_GivesThemMarkedAndLaterPassesThemInSilence() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(
            Message(), Message(priority: MessagePriority.High), Message(priority: MessagePriority.Low), Message(priority: MessagePriority.Critical, ttlMs: 5),
            Message(priority: MessagePriority.Critical), Message());
        _user.Time.Advance(TimeSpan.FromMilliseconds(5));
        var tab = _user.Connection();
        var place = (await grain.AttachAsync(tab)).Place;
        Assert.True(place.HasExpedited);
        await grain.PublishAsync(Message(priority: MessagePriority.High));

        var ahead = await grain.PullAsync(tab, place.Cursor, onlyExpedited: true, expeditedUpTo: place.ReplayTo);
        Assert.Equal([2, 5], ahead.Seqs);
        Assert.Equal([2, 5], ahead.Frames.Select(frame => frame.SeqOf()));
        Assert.All(ahead.Frames, frame => Assert.True(frame.Read("expedited").GetBoolean()));
        Assert.Empty(ahead.Skipped);
        Assert.True(ahead.UpToSeq >= 5);

        var ordinary = await grain.PullAsync(tab, place.Cursor, expeditedUpTo: place.ReplayTo);
        Assert.Equal([1, 3, 6, 7], ordinary.Seqs);
        Assert.Equal([new(4, 4, SkipReason.Expired)], ordinary.Skipped);
    });

    [Fact]
    public Task Attach_NoExpeditedInTheReplay_SaysSo() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(Message(priority: MessagePriority.High), Message());
        Assert.True((await grain.AttachAsync(_user.Connection("a"))).Place.HasExpedited);
        Assert.False((await grain.AttachAsync(_user.Connection("b", resume: new StreamPosition(1, null)))).Place.HasExpedited);
        await grain.RevokeAsync(1);
        Assert.False((await grain.AttachAsync(_user.Connection("c", StartPosition.Oldest))).Place.HasExpedited);
    });

    [Fact]
    public Task Durable_OneHasExpiredMeanwhile_PushesUpToItAndTellsTheHead() => Exclusively.RunAsync(async () =>
    {
        var blocking = new BlockingLog(_user.Log);
        _user.Over = blocking;
        var grain = await _user.ActivateAsync();
        var tab = _user.Connection() with { ClientIsOwn = false };
        var attaching = grain.AttachAsync(tab);
        while (blocking.Commits.Count == 0) await Task.Yield();
        await blocking.AnswerAllAsync();
        await attaching;
        var publish = grain.PublishAsync(Message(), Message(ttlMs: 5), Message());
        while (blocking.Commits.Count == 1) await Task.Yield();
        _user.Time.Advance(TimeSpan.FromMilliseconds(5));
        await blocking.AnswerAllAsync();
        await publish;

        var push = Assert.Single(_user.Pushes);
        Assert.Equal((1, 1, 3), (push.FirstSeq, push.Frames.Length, push.HeadSeq));
        var page = await grain.PullAsync(tab, 1);
        Assert.Equal([3], page.Seqs);
        Assert.Equal([new(2, 2, SkipReason.Expired)], page.Skipped);
    });

    [Fact]
    public Task History_HolesAndEnds_AreLeftOutAndHasMoreIsExact() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(Message(), Message(ttlMs: 5), Message(), Message(), Message(ttlMs: 5));
        await grain.RevokeAsync(3);
        _user.Time.Advance(TimeSpan.FromMilliseconds(5));

        var page = await grain.ReadHistoryAsync(0, 1);
        Assert.Equal([1], page.Seqs());
        Assert.True(page.HasMore);
        page = await grain.ReadHistoryAsync(1, 1);
        Assert.Equal([4], page.Seqs());
        Assert.False(page.HasMore);
        Assert.False((await grain.ReadHistoryAsync(4, 10)).HasMore);
    });
}
