using Netra.Protocol;

namespace Netra.Storage.Conformance;

public abstract partial class UserLogConformance
{
    [Fact]
    public async Task LoadAsync_UserNeverSeen_HasEmptyHeadInTheStoresEpoch()
    {
        var first = await Log.LoadAsync(UserId.Parse("nobody"), CancellationToken.None);
        var second = await Log.LoadAsync(UserId.Parse("no one"), CancellationToken.None);

        Assert.NotEqual(default, first.Head.Epoch);
        Assert.Equal(UserHead.Empty(first.Head.Epoch), first.Head);
        Assert.Equal(first.Head, second.Head);
        Assert.Empty(first.Sessions);
    }

    [Fact]
    public async Task ReadAsync_UserNeverSeen_IsEmpty() =>
        Assert.Empty(await Log.ReadAsync(UserId.Parse("nobody"), 1, long.MaxValue, 10, 1_000, CancellationToken.None));

    [Fact]
    public async Task CommitAsync_Frames_AreReadBackExactly()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Append("{\"a\":1}", "{\"text\":\"é😀\"}"));
        await CommitAsync(writer.Append("{}"));

        await writer.AssertStoredAsync(Log);
        Assert.Equal(3, writer.Frames.Count);
    }

    [Fact]
    public async Task CommitAsync_NothingButTheRevision_IsCommitted()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Commit());

        await writer.AssertStoredAsync(Log);
        Assert.Equal(1, writer.Head.Revision);
    }

    [Fact]
    public async Task CommitAsync_OfferedWithoutWaiting_TakesEffectInOrder()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Log.CommitAsync(writer.Append($"{{\"i\":{i}}}"))));

        Assert.All(outcomes, outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        await writer.AssertStoredAsync(Log);
    }

    [Fact]
    public async Task CommitAsync_SeveralOfOneUserInAGroup_EachSeesTheOneBefore()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        var session = new SessionRecord(ClientId.Parse("tab"), 0, null, 1);
        var outcomes = await CommitGroupAsync(
            writer.Append("1", "2"),
            writer.Commit([[3]], write: [session]),
            writer.Commit(oldest: 3, write: [session with { AckedSeq = 2 }]),
            writer.Append("4"));

        Assert.All(outcomes, outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        await writer.AssertStoredAsync(Log);
        Assert.Equal([3L, 4L], writer.Frames.Select(frame => frame.Seq));
    }

    [Fact]
    public async Task CommitAsync_BigFrame_IsReadBackExactly()
    {
        var json = new byte[3 * 1024 * 1024];
        new Random(1).NextBytes(json);
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Commit([json, [1]]));
        await ReopenAsync();

        await writer.AssertStoredAsync(Log);
    }

    [Fact]
    public async Task Reopening_AfterCommits_KeepsEverything()
    {
        var ada = await LogWriter.LoadAsync(Log, "ada");
        var bob = await LogWriter.LoadAsync(Log, "bob");
        await CommitAsync(ada.Commit([[1], [2], [3]], oldest: 2, write: [new SessionRecord(ClientId.Parse("tab"), 1, 2, 3)]));
        await CommitAsync(bob.Append("x"));
        await ReopenAsync();

        await ada.AssertStoredAsync(Log);
        await bob.AssertStoredAsync(Log);
        await CommitAsync(ada.Append("more"));
        await ada.AssertStoredAsync(Log);
    }
}
