namespace Netra.Protocol.Tests;

public sealed class EpochTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("abc123XYZ")]
    public void OfClient_TextThatIsAnEpoch_IsThatEpoch(string text) => Assert.Equal(Epoch.Parse(text), Epoch.OfClient(text));

    [Theory]
    [InlineData("")]
    [InlineData("other-epoch")]
    [InlineData("012345678901234567890123456789012")]
    [InlineData("é")]
    public void OfClient_TextThatIsNone_IsForeign(string text) => Assert.Equal(Epoch.Foreign, Epoch.OfClient(text));

    [Fact]
    public void Foreign_IsAnEpochThatNoLogIsGiven()
    {
        Assert.True(Epoch.TryParse(Epoch.Foreign.Value, out var parsed));
        Assert.Equal(Epoch.Foreign, parsed);
        Assert.NotEqual(Epoch.Foreign.Value.Length, Epoch.NewEpoch().Value.Length);
    }
}
