using Netra.Storage;

namespace Netra.Grains.Tests;

public sealed class RecentFramesTests
{
    [Fact]
    public void TryRead_Empty_IsNull() => Assert.Null(new RecentFrames(10_000).TryRead(1, 99, 10, 1_000));

    [Fact]
    public void TryRead_FromInside_GivesTheRestInOrder()
    {
        var recent = new RecentFrames(10_000);
        recent.Add(Frames(5, 9));

        Assert.Equal([7, 8, 9], Seqs(recent.TryRead(7, 99, 10, 1_000)));
        Assert.Equal([7, 8], Seqs(recent.TryRead(7, 99, 2, 1_000)));
    }

    [Fact]
    public void TryRead_BeforeTheOldest_IsNull()
    {
        var recent = new RecentFrames(10_000);
        recent.Add(Frames(5, 9));

        Assert.Null(recent.TryRead(4, 99, 10, 1_000));
    }

    [Fact]
    public void TryRead_PageOfBytes_EndsAtThemAndHasOneFrameAtLeast()
    {
        var recent = new RecentFrames(10_000);
        recent.Add(Frames(1, 9));

        Assert.Equal([1, 2], Seqs(recent.TryRead(1, 99, 10, 29)));
        Assert.Equal([1], Seqs(recent.TryRead(1, 99, 10, 1)));
    }

    [Fact]
    public void Add_BeyondTheBytes_ForgetsTheOldest()
    {
        var recent = new RecentFrames(3 * (10 + RecentFrames.PlaceBytes) + 5);
        recent.Add(Frames(1, 3));
        recent.Add(Frames(4, 5));

        Assert.Null(recent.TryRead(2, 99, 10, 1_000));
        Assert.Equal([3, 4, 5], Seqs(recent.TryRead(3, 99, 10, 1_000)));
    }

    [Fact]
    public void Add_FrameLargerThanAll_LeavesNothing()
    {
        var recent = new RecentFrames(3 * (10 + RecentFrames.PlaceBytes) + 5);
        recent.Add([new StoredFrame(1, 1, new byte[1_000])]);

        Assert.Null(recent.TryRead(1, 99, 10, 1_000));
        recent.Add(Frames(2, 2));
        Assert.Equal([2], Seqs(recent.TryRead(2, 99, 10, 1_000)));
    }

    [Fact]
    public void TryRead_AboveTheNewest_IsNullUnlessNothingIsAskedFor()
    {
        var recent = new RecentFrames(10_000);
        recent.Add(Frames(1, 10));

        Assert.Null(recent.TryRead(11, 20, 10, 1_000));
        Assert.Empty(recent.TryRead(11, 10, 10, 1_000)!);
    }

    [Fact]
    public void Add_WithoutThosePlacesBetween_ForgetsTheOlder()
    {
        var recent = new RecentFrames(10_000);
        recent.Add(Frames(1, 3));
        recent.Add(Frames(6, 8));

        Assert.Null(recent.TryRead(2, 99, 10, 1_000));
        Assert.Equal([6, 7, 8], Seqs(recent.TryRead(6, 99, 10, 1_000)));
    }

    [Fact]
    public void Clear_ThenAdd_BeginsAnew()
    {
        var recent = new RecentFrames(3 * (10 + RecentFrames.PlaceBytes) + 5);
        recent.Add(Frames(1, 3));
        recent.Clear();
        Assert.Null(recent.TryRead(1, 99, 10, 1_000));

        recent.Add(Frames(10, 12));
        Assert.Equal([10, 11, 12], Seqs(recent.TryRead(10, 99, 10, 1_000)));
    }

    private static StoredFrame[] Frames(int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(seq => new StoredFrame(seq, 1, new byte[10]))];

    private static long[] Seqs(List<StoredFrame>? frames) => frames is null ? throw new ArgumentNullException(nameof(frames)) : [.. frames.Select(frame => frame.Seq)];
}
