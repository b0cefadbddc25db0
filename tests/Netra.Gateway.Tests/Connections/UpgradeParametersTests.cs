using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

public sealed class UpgradeParametersTests
{
    [Fact]
    public void TryRead_Nothing_Defaults()
    {
        var parameters = Read("");

        Assert.Null(parameters.Client);
        Assert.Null(parameters.Resume);
        Assert.Null(parameters.StateVersion);
        Assert.Equal(StartPosition.Unread, parameters.Start);
        Assert.False(parameters.AcknowledgesByPong);
    }

    [Fact]
    public void TryRead_Everything_Read()
    {
        var parameters = Read("?client_id=tab-1._x&last_seq=41&epoch=abc1&state_version=7&start=oldest&ack=auto&reject=close&other=1");

        Assert.Equal("tab-1._x", parameters.Client?.Value);
        Assert.Equal(new StreamPosition(41, Epoch.Parse("abc1")), parameters.Resume);
        Assert.Equal(7, parameters.StateVersion);
        Assert.Equal(StartPosition.Oldest, parameters.Start);
        Assert.True(parameters.AcknowledgesByPong);
    }

    [Theory]
    [InlineData("unread", StartPosition.Unread)]
    [InlineData("head", StartPosition.Head)]
    [InlineData("oldest", StartPosition.Oldest)]
    public void TryRead_Start_Read(string text, StartPosition start) => Assert.Equal(start, Read("?start=" + text).Start);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("9007199254740991", 9007199254740991)]
    public void TryRead_LastSeqAtItsLimits_Read(string text, long seq) => Assert.Equal(seq, Read("?last_seq=" + text).Resume?.Seq);

    [Fact]
    public void TryRead_LastSeqWithoutEpoch_MeansThePresentOne() => Assert.Null(Read("?last_seq=1").Resume!.Value.Epoch);

    [Fact]
    public void TryRead_EpochAlone_Ignored() => Assert.Null(Read("?epoch=abc").Resume);

    [Fact]
    public void TryRead_EpochThatIsNone_IsForeign() => Assert.Equal(Epoch.Foreign, Read("?last_seq=1&epoch=a-b").Resume!.Value.Epoch);

    [Theory]
    [InlineData("client_id", "")]
    [InlineData("client_id", "a b")]
    [InlineData("client_id", "ž")]
    [InlineData("client_id", "a/b")]
    [InlineData("client_id", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("last_seq", "")]
    [InlineData("last_seq", "-1")]
    [InlineData("last_seq", "+1")]
    [InlineData("last_seq", " 1")]
    [InlineData("last_seq", "1.0")]
    [InlineData("last_seq", "1e3")]
    [InlineData("last_seq", "0x1")]
    [InlineData("last_seq", "9007199254740992")]
    [InlineData("last_seq", "99999999999999999999")]
    [InlineData("state_version", "x")]
    [InlineData("state_version", "-1")]
    [InlineData("start", "")]
    [InlineData("start", "Head")]
    [InlineData("start", "newest")]
    [InlineData("ack", "server")]
    [InlineData("reject", "tcp")]
    public void TryRead_Malformed_SaysWhichOne(string name, string value)
    {
        var query = QueryString.Create(name, value).Value!;

        Assert.False(UpgradeParameters.TryRead(QueryOf(query), out var parameters, out var fault));
        Assert.Null(parameters);
        Assert.Contains($"'{name}'", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_id")]
    [InlineData("last_seq")]
    [InlineData("epoch")]
    [InlineData("state_version")]
    [InlineData("start")]
    [InlineData("ack")]
    [InlineData("reject")]
    public void TryRead_Repeated_SaysWhichOne(string name)
    {
        Assert.False(UpgradeParameters.TryRead(QueryOf($"?{name}=1&{name}=1"), out _, out var fault));
        Assert.Equal($"'{name}' is given more than once.", fault);
    }

    [Theory]
    [InlineData("?reject=close", true)]
    [InlineData("?reject=http", false)]
    [InlineData("?reject=close&reject=close", false)]
    [InlineData("", false)]
    public void WantsClose_Always_OnlyWhenAskedOnce(string query, bool wants) => Assert.Equal(wants, UpgradeParameters.WantsClose(QueryOf(query)));

    private static UpgradeParameters Read(string query)
    {
        Assert.True(UpgradeParameters.TryRead(QueryOf(query), out var parameters, out var fault), fault);
        return parameters;
    }

    private static QueryCollection QueryOf(string query) => new(QueryHelpers.ParseQuery(query));
}
