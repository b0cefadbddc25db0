using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Netra.Gateway.Tests;

public sealed class TokenShieldTests
{
    [Theory]
    [InlineData("?token=SECRET", "", "SECRET")]
    [InlineData("?a=1&token=SECRET&b=2", "?a=1&b=2", "SECRET")]
    [InlineData("?tok%65n=SECRET&a=1", "?a=1", "SECRET")]
    [InlineData("?TOKEN=SECRET", "", "SECRET")]
    [InlineData("?token=SECRET&Token=SECRET", "", "SECRET,SECRET")]
    [InlineData("?token=SECRET&token=SECRET", "", "SECRET,SECRET")]
    [InlineData("?token=SECRET%2BX", "", "SECRET+X")]
    [InlineData("?token=SECRET%zz", "", "SECRET%zz")]
    [InlineData("?&&token=SECRET&", "", "SECRET")]
    [InlineData("?token=SECRET=x", "", "SECRET=x")]
    [InlineData("?x=a%26b&token=SECRET", "?x=a%26b", "SECRET")]
    [InlineData("?token=", "", "")]
    public void Create_QueryWithToken_HiddenEverywhere(string query, string rest, string hidden)
    {
        var (context, request) = Create(query);

        Assert.Equal(hidden, context.Features.Get<HiddenToken>()?.Value);
        Assert.Equal(rest, request.QueryString);
        Assert.Equal("/ws" + rest, request.RawTarget);
        Assert.DoesNotContain("SECRET", context.Request.QueryString.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("token", context.Request.Query.Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("?a=%7E1&b=c+d")]
    [InlineData("?tokens=1&my_token=2")]
    [InlineData("?a=token")]
    [InlineData("?token")]
    public void Create_NoToken_Untouched(string query)
    {
        var (context, request) = Create(query);

        Assert.Null(context.Features.Get<HiddenToken>());
        Assert.Equal(query, request.QueryString);
        Assert.Equal("/ws" + query, request.RawTarget);
    }

    [Theory]
    [InlineData("/ws/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln", "/ws/HIDDEN")]
    [InlineData("/ws;token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln", "/ws;token=HIDDEN")]
    [InlineData("/ws?access_token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln&a=1", "/ws?access_token=HIDDEN&a=1")]
    [InlineData("/ws?a=1?token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln", "/ws?a=1?token=HIDDEN")]
    [InlineData("/ws/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0", "/ws/HIDDEN")]
    [InlineData("/ws/tk_0123456789012345678901234567890123456789-_a", "/ws/HIDDEN")]
    [InlineData("/ws?ticket=tk_0123456789012345678901234567890123456789-_a&a=1", "/ws?ticket=HIDDEN&a=1")]
    [InlineData("/ws?a=tk_0123456789012345678901234567890123456789-_atail", "/ws?a=HIDDENtail")]
    [InlineData("/api/v1/users/tk_short", "/api/v1/users/tk_short")]
    public void Create_TokenWhereItDoesNotBelong_Hidden(string target, string expected)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var (_, request) = Create(query < 0 ? "" : target[query..], query < 0 ? target : target[..query]);

        Assert.Equal(expected, request.RawTarget);
        Assert.Equal(expected, request.Path + request.QueryString);
    }

    [Fact]
    public void Create_RepeatedOthers_KeepAllTheirValues()
    {
        var (context, _) = Create("?last_seq=1&token=SECRET&last_seq=2");

        Assert.Equal(["1", "2"], context.Request.Query["last_seq"].ToArray());
    }

    private static (HttpContext Context, IHttpRequestFeature Request) Create(string query, string path = "/ws")
    {
        var services = new ServiceCollection()
            .AddSingleton<IServiceScopeFactory>(provider => null!)
            .AddSingleton(Options.Create(new Microsoft.AspNetCore.Http.Features.FormOptions()))
            .BuildServiceProvider();
        var features = new FeatureCollection();
        var request = new HttpRequestFeature { Path = path, QueryString = query, RawTarget = path + query };
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        return (new TokenShield(services).Create(features), request);
    }
}
