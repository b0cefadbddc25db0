using System.Security.Cryptography;
using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>Keys of the server API and their scopes, in a host of Production.</summary>
public sealed class ApiKeyTests(ProductionHost production) : IClassFixture<ProductionHost>
{
    private const string OneMessage = """{"type":"note"}""";

    private NetraApi Api => production.Process.Api;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("dev-key")]
    [InlineData("publish-ke")]
    [InlineData("publish-key2")]
    public async Task Call_WithoutAKnownKey_Is401(string? key)
    {
        var refused = await Api.SendAsync(HttpMethod.Post, "/api/v1/users/alice/messages", OneMessage, key);

        refused.AssertProblem(401, "unauthorized");
        Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.ToString());
        (await Api.SendAsync(HttpMethod.Get, "/api/v1/users/alice", key: key)).AssertProblem(401, "unauthorized");
        (await Api.SendAsync(HttpMethod.Post, "/api/v1/messages", """{"messages":[]}""", key)).AssertProblem(401, "unauthorized");
    }

    [Fact]
    public async Task Call_WithAKeyOfAnotherScope_Is403AndNamesTheScope()
    {
        Assert.Contains("'read'", (await Api.GetAsync("/api/v1/users/alice", ProductionHost.PublishKey)).AssertProblem(403, "forbidden"), StringComparison.Ordinal);
        Assert.Contains(
            "'publish'",
            (await Api.SendAsync(HttpMethod.Post, "/api/v1/users/alice/messages", OneMessage, ProductionHost.ReadKey)).AssertProblem(403, "forbidden"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithAKeyOfItsScope_IsServed()
    {
        (await Api.SendAsync(HttpMethod.Post, "/api/v1/users/scoped/messages", OneMessage, ProductionHost.PublishKey)).AssertOk();

        var user = (await Api.GetAsync("/api/v1/users/scoped", ProductionHost.ReadKey)).AssertOk();
        Assert.Equal(1, user.GetProperty("head_seq").GetInt64());
        (await Api.GetAsync("/api/v1/config", key: null)).AssertOk();
    }

    [Theory]
    [InlineData("POST", "/dev/token")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/index.html")]
    [InlineData("GET", "/health/live")]
    public async Task Address_OfDevelopmentOrManagement_IsNotThere(string method, string path) =>
        (await Api.SendAsync(new HttpMethod(method), path, method == "POST" ? """{"user_id":"alice"}""" : null, key: null)).AssertProblem(404, "not_found");

    [Fact]
    public async Task Token_OfTheDevelopmentKey_IsRefused()
    {
        (await Upgrade.TryAsync(Api, "token=" + TestToken.For("alice"))).AssertProblem(401, "token_invalid");

        await using var socket = await NetraSocket.ConnectAsync(
            production.Process.BaseUrl, TestToken.Sign($$"""{"sub":"alice","exp":{{TestToken.Now + 60}}}""", ProductionHost.Secret, """{"alg":"HS256"}"""));
        Assert.Equal("connection_established", (await socket.NextAsync()).Type);
    }

    [Fact]
    public async Task Health_OnItsOwnPort_NeedsNoKey()
    {
        using var http = new HttpClient();
        foreach (var path in new[] { "/health/live", "/health/ready" })
            Assert.StartsWith("""{"status":"ok",""", await http.GetStringAsync(new Uri(production.Process.ManagementUrl + path)), StringComparison.Ordinal);
        using var api = await http.GetAsync(new Uri(production.Process.ManagementUrl + "/api/v1/config"));
        Assert.Equal(404, (int)api.StatusCode);
    }

    internal static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
