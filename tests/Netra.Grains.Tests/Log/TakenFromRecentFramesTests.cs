using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

public sealed class TakenFromRecentFramesTests
{
    [Fact]
    public void Take_ErasedAndFallen_LeavesAHoleAndAGap()
    {
        var recent = new RecentFrames(10_000);
        recent.Add([.. Enumerable.Range(1, 6).Select(seq => new StoredFrame(seq, 1, new byte[10]))]);
        var plan = new RetentionPlan();
        plan.Erase(Place(3), SkipReason.Revoked);
        plan.Drop(Place(1));
        plan.Drop(Place(5));
        plan.Drop(Place(6));
        recent.Take(plan);

        Assert.Null(recent.TryRead(1, 99, 10, 1_000));
        var page = recent.TryRead(2, 99, 10, 1_000)!;
        Assert.Equal([(2, null), (3, SkipReason.Revoked), (4, null)], page.Select(place => (place.Seq, place.Hole)));
        Assert.True(page[1].Json.IsEmpty);
        // Whether the newest have fallen or never came here is not known here.
        Assert.Null(recent.TryRead(5, 99, 10, 1_000));
    }

    [Fact]
    public void Add_HolesWithoutEnd_AreBoundedToo()
    {
        var recent = new RecentFrames(10 * RecentFrames.PlaceBytes);
        for (var seq = 1; seq <= 1_000; seq++) recent.Add([new StoredFrame(seq, 1, default) { Hole = SkipReason.Revoked }]);

        Assert.Null(recent.TryRead(990, 9_999, 100, 1_000));
        Assert.Equal(10, recent.TryRead(991, 9_999, 100, 1_000)!.Count);
    }

    private static RetainedPlace Place(long seq) => new(seq, 1, 0, 10, MessagePriority.Normal);
}
