namespace Netra.Storage.Tests;

public sealed partial class CommitRulesTests
{
    private static readonly RevokedTokenRecord Token = new("jti", 5);

    // Two tokens are refused one by one, and all up to a second.
    private static readonly UserHead WithTokens = Before with { RevokedTokenCount = 2, TokensRevokedUpToS = 100 };

    public static TheoryData<RevokedTokenRecord[], string[], long, long> Tokens => new()
    {
        { [], [], 2, 100 },
        { [], [], 2, 101 },
        { [Token], [], 3, 100 },
        { [Token], [], 2, 100 },
        { [Token], ["1", "2"], 1, 100 },
        { [Token, Token with { TokenId = "JTI", ExpiresAtMs = long.MaxValue }], ["2"], 2, long.MaxValue },
        { [Token with { TokenId = new string('x', 128), ExpiresAtMs = 0 }], [], 3, 100 },
        { [], ["1", "2"], 0, 100 },
    };

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Check_RevokedTokensThatFollow_HaveNoFault(RevokedTokenRecord[] write, string[] forget, long count, long upToS) =>
        Assert.Null(Record.Exception(() => CommitRules.Check(TokenCommit(write, forget, count, upToS))));

    public static TheoryData<RevokedTokenRecord[], string[], long, long> WrongTokens => new()
    {
        // The second falls.
        { [], [], 2, 99 },
        { [], [], 2, -1 },
        // Counts that cannot follow.
        { [], [], 3, 100 },
        { [], [], 1, 100 },
        { [Token], [], 4, 100 },
        { [Token], [], 1, 100 },
        { [Token], ["1", "2"], 0, 100 },
        { [], ["1"], 2, 100 },
        { [], ["1", "2", "3"], -1, 100 },
        // Ids and times.
        { [Token, Token with { ExpiresAtMs = 6 }], [], 3, 100 },
        { [Token], ["jti"], 2, 100 },
        { [], ["1", "1"], 0, 100 },
        { [Token with { TokenId = "" }], [], 3, 100 },
        { [Token with { TokenId = new string('x', 129) }], [], 3, 100 },
        { [default], [], 3, 100 },
        { [], [""], 1, 100 },
        { [], [new string('x', 129)], 1, 100 },
        { [Token with { ExpiresAtMs = -1 }], [], 3, 100 },
    };

    [Theory]
    [MemberData(nameof(WrongTokens))]
    public void Check_RevokedTokensWrong_Throws(RevokedTokenRecord[] write, string[] forget, long count, long upToS) =>
        Assert.Throws<ArgumentException>(() => CommitRules.Check(TokenCommit(write, forget, count, upToS)));

    [Fact]
    public void Check_RevokedTokenIdWithHalfASurrogatePair_Throws() =>
        Assert.ThrowsAny<ArgumentException>(() => CommitRules.Check(TokenCommit([Token with { TokenId = "\ud800" }], [], 3, 100)));

    [Fact]
    public void IsConsistent_NegativeSecondOrCountOfTokens_IsFalse()
    {
        Assert.True(WithTokens.IsConsistent);
        Assert.False((WithTokens with { TokensRevokedUpToS = -1 }).IsConsistent);
        Assert.False((WithTokens with { RevokedTokenCount = -1 }).IsConsistent);
        Assert.False((UserHead.Empty(Epoch) with { RevokedTokenCount = 1 }).IsConsistent);
    }

    private static UserCommit TokenCommit(RevokedTokenRecord[] write, string[] forget, long count, long upToS) => new()
    {
        User = Ada,
        Expected = WithTokens,
        Next = WithTokens with { Revision = 5, RevokedTokenCount = count, TokensRevokedUpToS = upToS },
        RevokedTokensToWrite = write,
        RevokedTokensToForget = forget,
    };
}
