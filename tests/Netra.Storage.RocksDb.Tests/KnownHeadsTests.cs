using Netra.Protocol;
using Netra.Storage.Conformance;

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
            Assert.True(heads.TryFind(UserOf(i), out var found));
            Assert.Equal(i, found.Head.Revision);
            heads.Trim();
            Assert.InRange(heads.Count, 1, 8);
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
            heads.Trim();
        }
    }

    [Fact]
    public void TryFind_BeforeATrim_FindsAllHoweverManyThereAre()
    {
        var heads = new KnownHeads(capacity: 2);
        for (var i = 0; i < 100; i++) heads.Add(UserOf(i), HeadOf(i));
        for (var i = 0; i < 100; i++) Assert.True(heads.TryFind(UserOf(i), out _));
        heads.Trim();
        heads.Trim();
        Assert.Equal(0, heads.Count);
    }

    [Fact]
    public void Replace_OfOneThatWasFound_IsFoundFromThenOn()
    {
        var heads = new KnownHeads(capacity: 8);
        heads.Add(UserOf(1), HeadOf(1));
        Assert.True(heads.TryFind(UserOf(1), out var found));
        found.Replace(UserHead.Empty(Here) with { Revision = 7 }, group: 1, index: 0);
        Assert.True(heads.TryFind(UserOf(1), out var again));
        Assert.Equal(7, again.Head.Revision);

        heads.Clear();
        Assert.False(heads.TryFind(UserOf(1), out _));
        Assert.Equal(0, heads.Count);
    }

    [Fact]
    public async Task CommitAsync_SecondCommitOnTheSameHeadAfterManyUsersInItsGroup_IsAConflict()
    {
        using var store = new TemporaryStore();
        await using var backend = store.Open();
        var empty = (await backend.LoadAsync(UserOf(0), CancellationToken.None)).Head;
        var first = new LogWriter(UserOf(0), empty);
        // More users than the store keeps heads of.
        UserCommit[] group =
        [
            first.Append("first"),
            .. Enumerable.Range(1, 40).Select(i => new LogWriter(UserOf(i), empty).Append("other")),
            new LogWriter(UserOf(0), empty).Append("on the same head"),
            first.Append("behind it"),
        ];

        var outcomes = new CommitOutcome[group.Length];
        await backend.CommitAsync(group, outcomes, CancellationToken.None);

        Assert.Equal(CommitOutcome.Conflict, outcomes[^2]);
        Assert.All(outcomes.Where((_, i) => i != outcomes.Length - 2), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        Assert.Equal(first.Head, (await backend.LoadAsync(UserOf(0), CancellationToken.None)).Head);
    }

    private static UserId UserOf(int number) => UserId.Parse($"user-{number}");

    private static KnownHead HeadOf(int number) => new([1], UserHead.Empty(Here) with { Revision = number });
}
