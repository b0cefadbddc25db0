using System.Net.Http.Headers;
using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>Who may see the dashboard, and that of Orleans, in Production.</summary>
public sealed class DashboardKeyTests : IAsyncLifetime
{
    private HostProcess? _host;
    private DashboardCalls? _dashboard;

    private DashboardCalls Dashboard => _dashboard!;

    public async ValueTask InitializeAsync()
    {
        _host = await HostProcess.StartAsync(AdminHost.Settings().With("Netra:Dashboard:Orleans", "true"));
        _dashboard = new DashboardCalls(_host.ManagementUrl);
    }

    public async ValueTask DisposeAsync()
    {
        _dashboard?.Dispose();
        if (_host is not null) await _host.DisposeAsync();
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("nobody's-key", 401)]
    [InlineData(ProductionHost.ReadKey, 403)]
    [InlineData(AdminHost.Key, 200)]
    public async Task Api_WithAKey_NeedsTheScope(string? key, int status)
    {
        foreach (var path in new[] { "overview", "history", "connections", "errors", "users/alice", "users/alice/dead-letters" })
            Assert.Equal(status, (await Dashboard.TryGetAsync(path, key)).Status);
        var disconnected = await Dashboard.Api.SendAsync(HttpMethod.Post, "/dashboard/api/users/alice/disconnect", "{}", key);
        Assert.Equal(status == 200 ? 204 : status, disconnected.Status);
    }

    [Fact]
    public async Task Api_KeyInTheAddress_IsNoKey() => Assert.Equal(401, (await Dashboard.TryGetAsync("overview?key=" + AdminHost.Key)).Status);

    [Fact]
    public async Task Page_WithoutAKey_IsServedUnderItsPolicy()
    {
        foreach (var (file, type) in new[] { ("", "text/html"), ("app.js", "text/javascript"), ("dashboard.css", "text/css") })
        {
            var answer = await Dashboard.Api.GetAsync("/dashboard/" + file, key: null);
            Assert.Equal((200, type), (answer.Status, answer.ContentType));
            Assert.StartsWith("default-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }

        Assert.Equal("""{"open":false}""", (await Dashboard.Api.GetAsync("/dashboard/access", key: null)).Body);
        var redirect = await Dashboard.Api.GetAsync("/dashboard", key: null);
        Assert.Equal((302, "dashboard/"), (redirect.Status, redirect.Headers.Location?.OriginalString));
        Assert.Equal(404, (await Dashboard.Api.GetAsync("/dashboard/appsettings.json", key: null)).Status);
    }

    [Fact]
    public async Task Orleans_WithAKeyAsBearerOrPassword_IsServed()
    {
        var refused = await Dashboard.Api.GetAsync("/orleans/", key: null);
        Assert.Equal(401, refused.Status);
        Assert.Equal("Basic", refused.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal(401, (await Dashboard.Api.GetAsync("/orleans/DashboardCounters", key: null)).Status);
        Assert.Equal(403, (await Dashboard.Api.GetAsync("/orleans/", ProductionHost.ReadKey)).Status);

        var page = await Dashboard.Api.GetAsync("/orleans/", AdminHost.Key);
        Assert.Equal(("text/html", "frame-ancestors 'none'"), (page.ContentType, page.Headers.GetValues("Content-Security-Policy").Single()));
        using var asBrowser = new HttpRequestMessage(HttpMethod.Get, _host!.ManagementUrl + "/orleans/DashboardCounters?exclude=");
        asBrowser.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("me:" + AdminHost.Key)));
        Assert.Equal(200, (await Dashboard.Api.SendAsync(asBrowser)).Status);
        Assert.Equal(404, (await _host.Api.GetAsync("/orleans/")).Status);
    }
}
