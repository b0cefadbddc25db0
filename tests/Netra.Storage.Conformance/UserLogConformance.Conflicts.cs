using Netra.Protocol;

namespace Netra.Storage.Conformance;

public abstract partial class UserLogConformance
{
    [Fact]
    public async Task CommitAsync_StaleRevision_ConflictsAndWritesNothing()
    {
        var winner = await LogWriter.LoadAsync(Log, "ada");
        var loser = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(winner.Append("won"));

        var lost = loser.Commit([[1], [2]], write: [new SessionRecord(ClientId.Parse("tab"), 0, null, 1)]);
        Assert.Equal(CommitOutcome.Conflict, await Log.CommitAsync(lost));
        await winner.AssertStoredAsync(Log);
    }

    [Fact]
    public async Task CommitAsync_RevisionAhead_Conflicts()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        _ = writer.Append("never offered");

        Assert.Equal(CommitOutcome.Conflict, await Log.CommitAsync(writer.Append("ahead")));
        Assert.Equal(0, (await Log.LoadAsync(writer.User, CancellationToken.None)).Head.Revision);
    }

    [Fact]
    public async Task CommitAsync_OtherEpoch_Conflicts()
    {
        var user = UserId.Parse("ada");
        var stranger = new LogWriter(user, UserHead.Empty(Epoch.NewEpoch()));
        Assert.Equal(CommitOutcome.Conflict, await Log.CommitAsync(stranger.Append("from another history")));

        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Append("mine"));
        var later = new LogWriter(user, writer.Head with { Epoch = Epoch.NewEpoch() });
        Assert.Equal(CommitOutcome.Conflict, await Log.CommitAsync(later.Append("from another history")));
        await writer.AssertStoredAsync(Log);
    }

    [Fact]
    public async Task CommitAsync_SameRevisionOfAnotherHead_Conflicts()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Append("1", "2"));
        var diverged = new LogWriter(writer.User, writer.Head with { HeadSeq = 7 });

        Assert.Equal(CommitOutcome.Conflict, await Log.CommitAsync(diverged.Commit()));
        await writer.AssertStoredAsync(Log);
    }

    [Fact]
    public async Task CommitAsync_ConflictInAGroup_DoesNotFailOtherUsers()
    {
        var ada = await LogWriter.LoadAsync(Log, "ada");
        var bob = await LogWriter.LoadAsync(Log, "bob");
        var stale = await LogWriter.LoadAsync(Log, "ada");
        var outcomes = await CommitGroupAsync(ada.Append("1"), stale.Append("stale"), bob.Append("2"), stale.Append("stale"), ada.Append("3"));

        Assert.Equal(
            [CommitOutcome.Committed, CommitOutcome.Conflict, CommitOutcome.Committed, CommitOutcome.Conflict, CommitOutcome.Committed],
            outcomes);
        await ada.AssertStoredAsync(Log);
        await bob.AssertStoredAsync(Log);
    }

    [Fact]
    public async Task CommitAsync_BehindAConflict_ConflictsTooUntilReloaded()
    {
        var winner = await LogWriter.LoadAsync(Log, "ada");
        var loser = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(winner.Append("won"));

        var pipelined = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Log.CommitAsync(loser.Append("lost"))));
        Assert.All(pipelined, outcome => Assert.Equal(CommitOutcome.Conflict, outcome));

        var reloaded = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(reloaded.Append("now"));
        await reloaded.AssertStoredAsync(Log);
        Assert.Equal(2, reloaded.Frames.Count);
    }

    [Fact]
    public async Task CommitAsync_TwoLogsOnOneStore_OneWriterWinsEachRevision()
    {
        await using var other = CreateLog();
        var wins = 0;
        for (var round = 0; round < 50; round++)
        {
            var (one, two) = (await LogWriter.LoadAsync(Log, "ada"), await LogWriter.LoadAsync(other, "ada"));
            var outcomes = await Task.WhenAll(Log.CommitAsync(one.Append("one")), other.CommitAsync(two.Append("two")));
            wins += outcomes.Count(outcome => outcome == CommitOutcome.Committed);
        }

        Assert.Equal(50, wins);
        Assert.Equal(50, (await Log.LoadAsync(UserId.Parse("ada"), CancellationToken.None)).Head.HeadSeq);
    }
}
