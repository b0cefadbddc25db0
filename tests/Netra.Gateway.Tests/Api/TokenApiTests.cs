using System.Text.Json;
using Netra.Abstractions;

namespace Netra.Gateway.Tests;

/// <summary>Calls that make tickets and revoke tokens.</summary>
public sealed class TokenApiTests : ApiTests
{
    private const string Revoke = $"POST {Alice}/tokens/revoke";
    private const string Tickets = "POST /api/v1/tickets";

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    public async Task Revoke_NoTokenNamed_AllOfTheUser(string? body)
    {
        (await Api.CallAsync(Revoke, body)).AssertOk("""{"closed_connections":0}""");

        Assert.Equal(new TokenRevocation(), Assert.Single(User.Revocations));
    }

    [Fact]
    public async Task Revoke_OneToken_RememberedUntilTheSkewBehindItsEndIsOver()
    {
        (await Api.CallAsync(Revoke, """{"jti":"j1","expires_at":1800000000000}""")).AssertOk("""{"closed_connections":0}""");
        (await Api.CallAsync(Revoke, """{"jti":"j2","expires_at":null}""")).AssertOk("""{"closed_connections":0}""");

        Assert.Equal([new TokenRevocation("j1", 1_800_000_030_000), new TokenRevocation("j2")], User.Revocations);
    }

    [Theory]
    [InlineData("""{"jti":null}""", "jti")]
    [InlineData("""{"jti":""}""", "jti")]
    [InlineData("""{"jti":7}""", "jti")]
    [InlineData("""{"jti":"\udc00"}""", "jti")]
    [InlineData("""{"expires_at":1800000000000}""", "expires_at")]
    [InlineData("""{"jti":"a","expires_at":"soon"}""", "expires_at")]
    [InlineData("""{"jti":"a","expires_at":-1}""", "expires_at")]
    [InlineData("""{"jti":"a","expires_at":1.5}""", "expires_at")]
    [InlineData("""{"jti":"a","expires_at":1800000000}""", "expires_at")]
    [InlineData("""{"jti":"a","expires_at":9223372036854775807}""", "expires_at")]
    public async Task Revoke_WrongMember_400AndNothingIsRevoked(string body, string field)
    {
        var problem = (await Api.CallAsync(Revoke, body)).AssertProblem(400, "bad_request");

        Assert.Equal(field, problem.GetProperty("details").GetProperty("field").GetString());
        Assert.Empty(User.Revocations);
    }

    [Fact]
    public async Task Revoke_JtiTooLong_400()
    {
        (await Api.CallAsync(Revoke, $$"""{"jti":"{{new string('j', 129)}}"}""")).AssertProblem(400, "bad_request");
        (await Api.CallAsync(Revoke, $$"""{"jti":"{{new string('j', 128)}}"}""")).AssertOk("""{"closed_connections":0}""");
    }

    [Fact]
    public async Task Revoke_NoMoreCanBeRemembered_429SaysWhatToDo()
    {
        User.IsFullOfRevocations = true;

        var reply = await Api.CallAsync(Revoke, """{"jti":"j1"}""");

        Assert.Contains("Revoke all", reply.AssertProblem(429, "queue_full").GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotNull(reply.Header("Retry-After"));
    }

    [Theory]
    [InlineData("{\"jti\":\n  x}", 2, 3)]
    [InlineData("{\"žluť\":x}", 1, 9)]
    public async Task Revoke_NoJson_SaysWhere(string body, int line, int column)
    {
        var details = (await Api.CallAsync(Revoke, body)).AssertProblem(400, "invalid_json").GetProperty("details");

        Assert.Equal((line, column), (details.GetProperty("line").GetInt32(), details.GetProperty("column").GetInt32()));
    }

    [Fact]
    public async Task MakeTicket_ForAUser_KnownToTheBookAndNotCached()
    {
        var reply = await Api.CallAsync(Tickets, """{"user_id":"alice","plan":"mid"}""");

        Assert.Equal((200, "no-store"), (reply.Status, reply.Header("Cache-Control")));
        using var body = JsonDocument.Parse(reply.Text);
        var grant = Assert.Single(Api.Books.Grants).Value;
        Assert.Matches("^tk_[A-Za-z0-9_-]{43}$", body.RootElement.GetProperty("ticket").GetString());
        Assert.Equal(grant.ExpiresAtMs, body.RootElement.GetProperty("expires_at").GetInt64());
        Assert.Equal(("alice", "mid", 30_000), (grant.User.Value, grant.Plan, grant.ExpiresAtMs - grant.IssuedAtMs));
        Assert.DoesNotContain(Api.Log.Entries, entry => entry.Contains("tk_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"user_id":"alice"}""")]
    [InlineData("""{"user_id":"alice","plan":null}""")]
    [InlineData("""{"user_id":"alice","plan":""}""")]
    public async Task MakeTicket_WithoutPlan_HasNone(string body)
    {
        Assert.Equal(200, (await Api.CallAsync(Tickets, body)).Status);

        Assert.Null(Assert.Single(Api.Books.Grants).Value.Plan);
    }

    [Theory]
    [InlineData("", "empty_message", null)]
    [InlineData("{", "invalid_json", null)]
    [InlineData("7", "not_an_object", null)]
    [InlineData("{}", "bad_request", "user_id")]
    [InlineData("""{"user_id":null}""", "bad_request", "user_id")]
    [InlineData("""{"user_id":".."}""", "bad_request", "user_id")]
    [InlineData("""{"user_id":"a\u0000b"}""", "bad_request", "user_id")]
    [InlineData("""{"user_id":"alice","plan":3}""", "bad_request", "plan")]
    public async Task MakeTicket_WrongBody_400(string body, string code, string? field)
    {
        var problem = (await Api.CallAsync(Tickets, body)).AssertProblem(400, code);

        if (field is not null) Assert.Equal(field, problem.GetProperty("details").GetProperty("field").GetString());
        Assert.Empty(Api.Books.Grants);
    }

    [Fact]
    public async Task MakeTicket_BookFullOrDown_503WithRetryAfter()
    {
        Api.Books.IsFull = true;
        var full = await Api.CallAsync(Tickets, """{"user_id":"alice"}""");
        (Api.Books.IsFull, Api.Books.IsDown) = (false, true);
        var down = await Api.CallAsync(Tickets, """{"user_id":"alice"}""");

        foreach (var reply in new[] { full, down })
        {
            reply.AssertProblem(503, "unavailable");
            Assert.Equal("1", reply.Header("Retry-After"));
        }
    }
}
