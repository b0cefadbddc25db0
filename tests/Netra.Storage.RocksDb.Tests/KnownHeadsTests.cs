using Netra.Protocol;

namespace Netra.Storage.RocksDb.Tests;

public sealed class KnownHeadsTests
{
    private static readonly Epoch Here = Epoch.NewEpoch();

    [Fact]
    public void Add_MoreThanItMayHold_ForgetsTheOlderHalf()
    {
        var heads = new KnownHeads(capacity: 8);
        for (var i = 0; i < 100; i++)
        {
            heads.Add(UserOf(i), HeadOf(i));
            Assert.InRange(heads.Count, 1, 8);
            Assert.True(heads.TryFind(UserOf(i), out var found));
            Assert.Equal(i, found.Head.Revision);
        }

        Assert.False(heads.TryFind(UserOf(0), out _));
        Assert.True(heads.TryFind(UserOf(97), out _));
    }

    [Fact]
    public void TryFind_OneThatIsAskedForAgainAndAgain_IsNeverForgotten()
    {
        var heads = new KnownHeads(capacity: 8);
        heads.Add(UserOf(0), HeadOf(0));
        for (var i = 1; i < 100; i++)
        {
            heads.Add(UserOf(i), HeadOf(i));
            Assert.True(heads.TryFind(UserOf(0), out _), $"It was forgotten when {i} came.");
        }
    }

    [Fact]
    public void Replace_OfOneThatWasFound_IsFoundFromThenOn()
    {
        var heads = new KnownHeads(capacity: 8);
        heads.Add(UserOf(1), HeadOf(1));
        Assert.True(heads.TryFind(UserOf(1), out var found));
        found.Replace(UserHead.Empty(Here) with { Revision = 7 });
        Assert.True(heads.TryFind(UserOf(1), out var again));
        Assert.Equal(7, again.Head.Revision);

        heads.Clear();
        Assert.False(heads.TryFind(UserOf(1), out _));
        Assert.Equal(0, heads.Count);
    }

    private static UserId UserOf(int number) => UserId.Parse($"user-{number}");

    private static KnownHead HeadOf(int number) => new([1], UserHead.Empty(Here) with { Revision = number });
}
