using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>What a client is told whose token does not let it in, by HTTP and by a close frame.</summary>
public sealed class TokenRefusalTests : IAsyncDisposable
{
    private const string Revoked = "revoked";

    private readonly TestGateway _gateway = new();
    private readonly RefusingUser _user = new();

    /// <summary>Which token, and what it is refused with: status, code, close code.</summary>
    public static TheoryData<string, int, string, int> Refusals => new()
    {
        { "none", 401, "token_missing", 4401 },
        { "empty", 401, "token_missing", 4401 },
        { "garbage", 401, "token_malformed", 4401 },
        { "forged", 401, "token_invalid", 4401 },
        { "claim", 401, "token_invalid", 4401 },
        { "ticket", 401, "token_invalid", 4401 },
        { "used ticket", 401, "token_invalid", 4401 },
        { "expired", 401, "token_expired", 4401 },
        { "late ticket", 401, "token_expired", 4401 },
        { Revoked, 401, "token_revoked", 4401 },
        { "ticket unseen", 503, "unavailable", 4503 },
    };

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Handle_TokenRefused_ProblemWithItsCode(string token, int status, string code, int closeCode)
    {
        var text = await TokenAsync(token);
        var (context, _, _) = Request(text);

        await _gateway.ServeAsync(context).WithinReason();

        var body = System.Text.Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
        using var problem = JsonDocument.Parse(body);
        Assert.Equal((status, "application/problem+json"), (context.Response.StatusCode, context.Response.ContentType));
        Assert.Equal(["type", "title", "status", "detail", "code"], problem.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal((code, status), (problem.RootElement.GetProperty("code").GetString(), problem.RootElement.GetProperty("status").GetInt32()));
        Assert.Contains(context.Response.Headers.RetryAfter.ToString(), status == 503 ? new[] { "1", "2" } : [""]);
        if (!string.IsNullOrEmpty(text)) Assert.DoesNotContain(text, body, StringComparison.Ordinal);
        Assert.Equal(closeCode, (int)CloseCodeOf(code));
        Assert.Equal(0, _gateway.Hub.Count);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Handle_TokenRefusedWithRejectClose_CloseFrameWithItsCode(string token, int status, string code, int closeCode)
    {
        var request = Request(await TokenAsync(token), "?reject=close");
        var serving = _gateway.ServeAsync(request.Context);
        await request.Upgrade.Accepted.WithinReason();
        using var client = new TestClient(request.Stream, request.Upgrade, serving);

        Assert.Equal(closeCode, await client.CloseAndAnswerAsync());

        Assert.Equal(code, client.Socket.CloseStatusDescription);
        Assert.Equal(status, StatusOf(code));
    }

    [Fact]
    public async Task Handle_RevokedTokenAndWrongParameter_TheTokenIsToldFirst()
    {
        _user.RevokedTokens.Add("j1");
        var token = With("\"jti\":\"j1\"");

        Assert.Equal("token_revoked", await CodeOfAsync(token, "?last_seq=x"));
        _user.RevokedTokens.Clear();
        Assert.Equal("bad_request", await CodeOfAsync(token, "?last_seq=x"));
        Assert.Equal([FakeUser.AcceptsToken, FakeUser.AcceptsToken], _user.Calls.All);
    }

    [Fact]
    public async Task Handle_WrongParameterAndGrainDown_Unavailable()
    {
        var user = new UnavailableUser(FakeUser.AcceptsToken);
        var (context, _, _) = _gateway.Request(user, "?start=middle");

        await _gateway.ServeAsync(context).WithinReason();

        Assert.Equal(503, context.Response.StatusCode);
        Assert.Contains(context.Response.Headers.RetryAfter.ToString(), new[] { "1", "2" });
    }

    [Fact]
    public async Task Handle_Ticket_ConnectsItsUserOnceForTheSession()
    {
        var ticket = (await _gateway.Tickets.MakeAsync(UserId.Parse("alice"), "mid"))!;
        var request = Request(ticket.Text);
        var serving = _gateway.ServeAsync(request.Context);
        await request.Upgrade.Accepted.WithinReason();
        using (var client = new TestClient(request.Stream, request.Upgrade, serving))
        {
            var established = await client.NextAsync("connection_established");
            Assert.Equal("alice", established.Payload.GetProperty("user_id").GetString());
            Assert.Equal(_gateway.Time.NowMs + 3_600_000, established.Payload.GetProperty("token_expires_at").GetInt64());
            Assert.Equal(new TokenStamp(_gateway.Time.NowMs / 1_000, null), _user.AttachRequests.Single().Token);
        }

        await serving.WithinReason();
        Assert.Equal("token_invalid", await CodeOfAsync(ticket.Text));
    }

    [Fact]
    public async Task Handle_TicketAndWrongParameter_TheTicketIsNotUsedUp()
    {
        var ticket = (await _gateway.Tickets.MakeAsync(UserId.Parse("alice"), null))!;

        Assert.Equal("bad_request", await CodeOfAsync(ticket.Text, "?start=middle"));
        Assert.Equal("token_invalid", await CodeOfAsync("tk_" + new string('x', 43), "?start=middle"));

        Assert.Single(_gateway.Books.Grants);
        Assert.NotNull((await _gateway.Tickets.RedeemAsync(ticket.Text)).Access);
    }

    [Fact]
    public async Task Handle_TicketWhenTheGatewayIsFullOrItsGateIs_TheTicketIsNotUsedUp()
    {
        var ticket = (await _gateway.Tickets.MakeAsync(UserId.Parse("alice"), null))!;
        _gateway.Options.MaxConnections = 0;
        Assert.Equal("unavailable", await CodeOfAsync(ticket.Text));
        _gateway.Options.MaxConnections = 1;
        var turns = new List<IDisposable>();
        while (_gateway.Gate.TryEnter() is { } turn) turns.Add(turn);
        var (context, _, _) = Request(ticket.Text);
        var serving = _gateway.ServeAsync(context);
        Assert.True(SpinWait.SpinUntil(() => _gateway.Gate.Waiting == 1, Waiting.Patience));
        _gateway.Time.Advance(_gateway.Options.AttachWait);
        await serving.WithinReason();
        Assert.Equal(503, context.Response.StatusCode);

        foreach (var turn in turns) turn.Dispose();
        Assert.Single(_gateway.Books.Grants);
    }

    [Fact]
    public async Task Handle_Token_ItsStampReachesTheGrain()
    {
        var request = Request(With("\"jti\":\"j7\",\"iat\":1767225590"));
        var serving = _gateway.ServeAsync(request.Context);
        await request.Upgrade.Accepted.WithinReason();
        request.Stream.Dispose();
        await serving.WithinReason();

        Assert.Equal(new TokenStamp(1_767_225_590, "j7"), _user.AttachRequests.Single().Token);
    }

    private static ErrorCode CodeNamed(string name) => ErrorCodes.TryGet(name, out var code) ? code : throw new ArgumentException(name);

    private static CloseCode CloseCodeOf(string name) => CodeNamed(name).CloseCode!.Value;

    private static int StatusOf(string name) => CodeNamed(name).HttpStatus;

    private string With(string claims, double expiresInS = 3_600) => TestTokens.SignHs256(
        $$"""{"sub":"alice","exp":{{_gateway.Time.GetUtcNow().AddSeconds(expiresInS).ToUnixTimeSeconds()}},{{claims}}}""");

    private async Task<string?> TokenAsync(string kind)
    {
        switch (kind)
        {
            case "none": return null;
            case "empty": return "";
            case "garbage": return "no token at all";
            case "forged": return TestTokens.SignHs256("""{"sub":"alice","exp":4102444800}""", "another secret that is long enough to be one");
            case "claim": return With("\"iat\":\"now\"");
            case "ticket": return "tk_" + new string('x', 43);
            case "expired": return With("\"jti\":\"a\"", -31);
            case Revoked:
                _user.Answer = AttachStatus.TokenRevoked;
                return With("\"jti\":\"a\"");
        }

        var ticket = (await _gateway.Tickets.MakeAsync(UserId.Parse("alice"), null))!.Text;
        if (kind == "used ticket") await _gateway.Tickets.RedeemAsync(ticket);
        if (kind == "late ticket") _gateway.Time.Advance(TimeSpan.FromSeconds(30));
        if (kind == "ticket unseen") _gateway.Books.IsDown = true;
        return ticket;
    }

    private (HttpContext Context, FakeUpgrade Upgrade, DuplexStream Stream) Request(string? token, string query = "")
    {
        var request = _gateway.Request(_user, query);
        request.Context.Features.Set(token is null ? null : new HiddenToken(token));
        return request;
    }

    private async Task<string?> CodeOfAsync(string token, string query = "")
    {
        var (context, _, _) = Request(token, query);
        await _gateway.ServeAsync(context).WithinReason();
        using var problem = JsonDocument.Parse(((MemoryStream)context.Response.Body).ToArray());
        return problem.RootElement.GetProperty("code").GetString();
    }
}
