using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Netra.Gateway.Tests;

public sealed class UpgradeEndpointTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new(options => options.AllowedOrigins.Add("https://app.example.com"));

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("POST", "Upgrade", "websocket", "13", "AQIDBAUGBwgJCgsMDQ4PEA==", 405)]
    [InlineData("GET", "keep-alive", "websocket", "13", "AQIDBAUGBwgJCgsMDQ4PEA==", 426)]
    [InlineData("GET", "Upgrade", "h2c", "13", "AQIDBAUGBwgJCgsMDQ4PEA==", 426)]
    [InlineData("GET", "Upgrade", "websocket", "8", "AQIDBAUGBwgJCgsMDQ4PEA==", 426)]
    [InlineData("GET", "Upgrade", "websocket", "13", "", 400)]
    [InlineData("GET", "Upgrade", "websocket", "13", "AQID", 400)]
    [InlineData("GET", "Upgrade", "websocket", "13", "AQIDBAUGBwgJCgsMDQ4PEA=!", 400)]
    public async Task Handle_NoHandshake_Refused(string method, string connection, string upgrade, string version, string key, int status)
    {
        var (context, _, _) = _gateway.Request(new FakeUser());
        context.Request.Method = method;
        context.Request.Headers.Connection = connection;
        context.Request.Headers.Upgrade = upgrade;
        context.Request.Headers.SecWebSocketVersion = version;
        context.Request.Headers.SecWebSocketKey = key;

        await _gateway.ServeAsync(context);

        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal(status == 426 ? "13" : "", context.Response.Headers.SecWebSocketVersion.ToString());
        Assert.Equal(status == 405 ? "GET" : "", context.Response.Headers.Allow.ToString());
    }

    [Fact]
    public async Task Handle_ConnectionHeaderWithSeveralTokens_Accepted()
    {
        var request = _gateway.Request(new FakeUser());
        request.Context.Request.Headers.Connection = "keep-alive, upgrade";
        request.Context.Request.Headers.Upgrade = "WebSocket";

        var serving = _gateway.ServeAsync(request.Context);
        await request.Upgrade.Accepted.WithinReason();
        request.Stream.Dispose();
        await serving.WithinReason();
    }

    [Fact]
    public async Task Handle_NoToken_401WithProblem()
    {
        var (context, _, _) = _gateway.Request(new FakeUser());
        context.Features.Set<HiddenToken>(null);

        await _gateway.ServeAsync(context);

        var problem = ProblemOf(context);
        Assert.Equal(401, context.Response.StatusCode);
        Assert.Equal("application/problem+json", context.Response.ContentType);
        Assert.Equal("token_missing", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Handle_WrongTokenAndWrongParameter_TokenIsToldFirst()
    {
        var (context, _, _) = _gateway.Request(new FakeUser(), "?last_seq=x");
        context.Features.Set(new HiddenToken("nonsense"));

        await _gateway.ServeAsync(context);

        Assert.Equal("token_malformed", ProblemOf(context).GetProperty("code").GetString());
        Assert.DoesNotContain("nonsense", TextOf(context), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_WrongParameter_400SaysWhich()
    {
        var (context, _, _) = _gateway.Request(new FakeUser(), "?last_seq=x");

        await _gateway.ServeAsync(context);

        Assert.Equal(400, context.Response.StatusCode);
        Assert.Contains("last_seq", ProblemOf(context).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://app.example.com", true)]
    [InlineData("https://evil.example.com", false)]
    [InlineData("null", false)]
    public async Task Handle_Origin_OnlyAllowedOnes(string origin, bool allowed)
    {
        var request = _gateway.Request(new FakeUser());
        request.Context.Request.Headers.Origin = origin;

        var serving = _gateway.ServeAsync(request.Context);
        await Task.WhenAny(serving, request.Upgrade.Accepted).WithinReason();
        request.Stream.Dispose();
        await serving.WithinReason();

        Assert.Equal(allowed, request.Upgrade.Accepted.IsCompleted);
        if (!allowed) Assert.Equal("origin_not_allowed", ProblemOf(request.Context).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Handle_ConnectionLimit_429WithRetryAfterAndNothingLeft()
    {
        var user = new RefusingUser { Answer = Netra.Abstractions.AttachStatus.ConnectionLimit };
        var (context, _, _) = _gateway.Request(user);

        await _gateway.ServeAsync(context);

        Assert.Equal(429, context.Response.StatusCode);
        Assert.Equal("connection_limit", ProblemOf(context).GetProperty("code").GetString());
        Assert.Equal("2", context.Response.Headers.RetryAfter);
        Assert.Equal(0, _gateway.Hub.Count);
    }

    [Fact]
    public async Task Handle_GrainUnavailable_503AndDetached()
    {
        var user = new UnavailableUser(FakeUser.Attach);
        var (context, _, _) = _gateway.Request(user);

        await _gateway.ServeAsync(context);

        Assert.Equal(503, context.Response.StatusCode);
        Assert.Equal("unavailable", ProblemOf(context).GetProperty("code").GetString());
        Assert.Equal(1, user.Calls.Count(FakeUser.Detach));
    }

    [Fact]
    public async Task Handle_RejectClose_CloseFrameWithTheCode()
    {
        var request = _gateway.Request(new FakeUser(), "?reject=close");
        request.Context.Features.Set(new HiddenToken(TestTokens.Of("alice", _gateway.Time.GetUtcNow().AddHours(-1))));
        var serving = _gateway.ServeAsync(request.Context);
        using var client = new TestClient(request.Stream, request.Upgrade, serving);

        Assert.Equal(4401, await client.CloseAndAnswerAsync());
        Assert.Equal("token_expired", client.Socket.CloseStatusDescription);
        Assert.Null(await request.Upgrade.Accepted);
    }

    [Theory]
    [InlineData("netra.v1", "netra.v1")]
    [InlineData("other, netra.v1", "netra.v1")]
    [InlineData("other", null)]
    [InlineData(null, null)]
    public async Task Handle_Subprotocols_OnlyOursIsChosen(string? offered, string? chosen)
    {
        var request = _gateway.Request(new FakeUser());
        if (offered is not null) request.Context.Request.Headers.SecWebSocketProtocol = offered;

        var serving = _gateway.ServeAsync(request.Context);

        Assert.Equal(chosen, await request.Upgrade.Accepted.WithinReason());
        request.Stream.Dispose();
        await serving.WithinReason();
    }

    [Fact]
    public async Task Handle_Parameters_ReachTheGrain()
    {
        var user = new FakeUser().Append(3);
        using var client = await _gateway.ConnectAsync(user, "?client_id=tab1&last_seq=2&epoch=epoch1&start=head");
        await client.NextAsync("connection_established");

        var request = user.AttachRequests[0];

        Assert.True(request.ClientIsOwn);
        Assert.Equal("tab1", request.Client.Value);
        Assert.Equal(2, request.Resume?.Seq);
        Assert.Equal(5, request.ConnectionLimit);
        Assert.Null(request.Cursor);
        Assert.Equal(_gateway.Services.Gateway, request.Gateway);
    }

    private static string TextOf(HttpContext context) => System.Text.Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());

    private static JsonElement ProblemOf(HttpContext context)
    {
        using var document = JsonDocument.Parse(TextOf(context));
        return document.RootElement.Clone();
    }
}
