namespace Netra.Protocol.Tests;

public sealed class IdTests
{
    [Theory]
    [InlineData("alice", true)]
    [InlineData("a b/é😀", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("a\u0000", false)]
    [InlineData("a\u0085", false)]
    public void TryParse_UserId_TakesPrintableText(string? text, bool valid) => Assert.Equal(valid, UserId.TryParse(text, out _));

    [Theory]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("...", true)]
    [InlineData(".a", true)]
    public void TryParse_UserIdThatIsAStepOfAPath_IsNone(string text, bool valid) => Assert.Equal(valid, UserId.TryParse(text, out _));

    [Theory]
    [InlineData(" ")]
    [InlineData("\u00a0\u2003")]
    public void TryParse_UserIdOfWhiteSpace_IsNone(string text) => Assert.False(UserId.TryParse(text, out _));

    [Fact]
    public void TryParse_UserIdWithHalfASurrogatePair_IsNone()
    {
        Assert.False(UserId.TryParse("a" + '\ud83d', out _));
        Assert.False(UserId.TryParse('\ude00' + "a", out _));
        Assert.False(UserId.TryParse("" + '\ud83d' + '\ud83d', out _));
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void TryParse_UserIdOfLength_IsTakenUpTo128(int length, bool valid) =>
        Assert.Equal(valid, UserId.TryParse(new string('u', length), out _));

    [Theory]
    [InlineData("tab-1._A", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("é", false)]
    public void TryParse_ClientId_TakesItsAlphabet(string text, bool valid) => Assert.Equal(valid, ClientId.TryParse(text, out _));

    [Fact]
    public void TryParse_IdsThatWereMade_AreTaken()
    {
        Assert.True(ClientId.TryParse(ClientId.NewId().Value, out _));
        Assert.True(Epoch.TryParse(Epoch.NewEpoch().Value, out _));
        Assert.True(MessageId.IsValid(MessageId.NewId()));
        var connectionId = ConnectionId.NewId();
        Assert.True(ConnectionId.TryParse(connectionId.ToString(), out var parsed));
        Assert.Equal(connectionId, parsed);
    }
}
