using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Netra.Gateway.Tests;

public sealed class ClientTokenTests
{
    [Theory]
    [InlineData("q", "Bearer h", "netra.v1, bearer.s", "q")]
    [InlineData("", "Bearer h", "netra.v1, bearer.s", "h")]
    [InlineData(null, "Bearer h", "netra.v1, bearer.s", "h")]
    [InlineData(null, "bearer  h ", null, "h")]
    [InlineData(null, "Basic h", "netra.v1, bearer.s", "s")]
    [InlineData(null, "Bearer ", "bearer.s", "s")]
    [InlineData(null, null, "bearer.a.b.c, netra.v1", "a.b.c")]
    [InlineData(null, null, "bearer.", null)]
    [InlineData(null, null, "Bearer.s", null)]
    [InlineData(null, null, "netra.v1", null)]
    [InlineData(null, null, null, null)]
    public void Find_SeveralPlaces_QueryThenHeaderThenSubprotocol(string? query, string? header, string? subprotocols, string? expected)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpWebSocketFeature>(new FakeUpgrade(Stream.Null));
        if (query is not null) context.Features.Set(new HiddenToken(query));
        if (header is not null) context.Request.Headers.Authorization = header;
        if (subprotocols is not null) context.Request.Headers.SecWebSocketProtocol = subprotocols;

        Assert.Equal(expected, ClientToken.Find(context));
    }

    [Fact]
    public void ToString_HiddenToken_DoesNotShowIt() =>
        Assert.DoesNotContain("secret", new HiddenToken("secret").ToString(), StringComparison.Ordinal);
}
