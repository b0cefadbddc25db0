namespace Netra.Storage.Conformance;

/// <summary>Revoked tokens.</summary>
public abstract partial class UserLogConformance
{
    [Fact]
    public async Task CommitAsync_RevokedTokens_AreLoadedBackByTheirIds()
    {
        var ids = new[] { "a", "A", "aa", "a\0", "é", "e\u0301", "😀", " ", new string('用', 128) };
        var writer = await LogWriter.LoadAsync(Log, "ada");
        var other = await LogWriter.LoadAsync(Log, "adaa");
        await CommitAsync(writer.Commit(new CommitParts
        {
            RevokedTokens = [.. ids.Select((id, i) => new RevokedTokenRecord(id, i == 0 ? long.MaxValue : i - 1))],
        }));
        await CommitAsync(other.Commit(new CommitParts { RevokedTokens = [new("a", 99)] }));
        await ReopenAsync();

        await writer.AssertStoredAsync(Log);
        await other.AssertStoredAsync(Log);
        Assert.Equal((9L, 1L), (writer.Head.RevokedTokenCount, other.Head.RevokedTokenCount));
    }

    [Fact]
    public async Task CommitAsync_RevokedTokensReplacedAndForgotten_AreAsTheLastCommitSays()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Append("1"));
        await CommitAsync(writer.Commit(new CommitParts { RevokedTokens = [new("1", 5), new("2", 6), new("3", 7)] }));
        await CommitAsync(writer.Commit(new CommitParts { RevokedTokens = [new("2", 8), new("4", 9)], ForgetRevokedTokens = ["1", "3"] }));
        await ReopenAsync();
        await writer.AssertStoredAsync(Log);
        var loaded = await Log.LoadAsync(writer.User, CancellationToken.None);
        Assert.Equal([("2", 8L), ("4", 9L)], loaded.RevokedTokens.Select(token => (token.TokenId, token.ExpiresAtMs)).Order());

        await CommitAsync(writer.Commit(new CommitParts { ForgetRevokedTokens = ["4", "2"] }));
        await ReopenAsync();
        await writer.AssertStoredAsync(Log);
        Assert.Empty((await Log.LoadAsync(writer.User, CancellationToken.None)).RevokedTokens);
    }

    [Fact]
    public async Task CommitAsync_SecondUpToWhichTokensAreRevoked_IsKept()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Commit(new CommitParts { TokensRevokedUpToS = 1_800_000_000 }));
        await CommitAsync(writer.Append("1"));
        await ReopenAsync();
        await writer.AssertStoredAsync(Log);
        Assert.Equal(1_800_000_000, (await Log.LoadAsync(writer.User, CancellationToken.None)).Head.TokensRevokedUpToS);
    }

    [Fact]
    public async Task CommitAsync_RevokedTokensOfALostFence_AreNotWritten()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        var stale = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Commit(new CommitParts { RevokedTokens = [new("kept", 5)], TokensRevokedUpToS = 3 }));
        var late = stale.Commit(new CommitParts { RevokedTokens = [new("late", 6)], TokensRevokedUpToS = 9 });
        Assert.Equal(CommitOutcome.Conflict, await Log.CommitAsync(late));
        await writer.AssertStoredAsync(Log);
    }
}
