using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>The reading calls of the server API, and what it says to calls that it does not have.</summary>
public sealed class ReadingTests(SharedHost shared) : SharedHostTests(shared)
{
    [Fact]
    public async Task User_NeverSeen_IsAnEmptyUser()
    {
        var user = await Api.UserAsync(User);

        var epoch = user.GetProperty("epoch").GetString();
        Assert.Matches("^[A-Za-z0-9]{1,32}$", epoch);
        Assert.Equal(
            $$"""{"user_id":"{{User}}","connections":[],"epoch":"{{epoch}}","head_seq":0,"oldest_seq":0,"unread":0,"state_version":0,"dead_letters":0,"sessions":[]}""",
            user.GetRawText());
    }

    [Fact]
    public async Task User_WithAConnection_ShowsIt()
    {
        await Api.PublishManyAsync(User, 3);
        await using var socket = await Host.ConnectAsync(User, "client_id=tab-1");
        var established = await socket.ReceiveAsync("connection_established");

        var user = await Api.UserAsync(User);

        Assert.Equal((3, 1, 3), (user.GetProperty("head_seq").GetInt64(), user.GetProperty("oldest_seq").GetInt64(), user.GetProperty("unread").GetInt64()));
        var connection = Assert.Single(user.GetProperty("connections").EnumerateArray().ToList());
        Assert.Equal(established.Payload.GetProperty("connection_id").GetString(), connection.GetProperty("connection_id").GetString());
        Assert.Equal(("tab-1", 0), (connection.GetProperty("client_id").GetString(), connection.GetProperty("acked_seq").GetInt64()));
        Assert.InRange(connection.GetProperty("connected_at").GetInt64(), established.Timestamp - 10_000, established.Timestamp);
        Assert.True(connection.GetProperty("last_seen_at").GetInt64() >= connection.GetProperty("connected_at").GetInt64());
        Assert.NotEqual("", connection.GetProperty("gateway").GetString());
    }

    [Fact]
    public async Task Messages_InPages_AreTheFramesThatWereDelivered()
    {
        await Api.PublishManyAsync(User, 5);
        await using var socket = await Host.ConnectAsync(User);
        var delivered = await socket.ReceiveDurableAsync(5);

        var first = (await Api.GetAsync($"/api/v1/users/{User}/messages?limit=2")).AssertOk();
        var second = (await Api.GetAsync($"/api/v1/users/{User}/messages?after=2&limit=3")).AssertOk();
        var beyond = (await Api.GetAsync($"/api/v1/users/{User}/messages?after=5")).AssertOk();

        Assert.Equal((true, false, false), (HasMore(first), HasMore(second), HasMore(beyond)));
        var texts = new[] { first, second, beyond }.SelectMany(page => page.GetProperty("messages").EnumerateArray()).Select(message => message.GetRawText());
        Assert.Equal(delivered.Select(frame => frame.Text), texts);

        static bool HasMore(JsonElement page) => page.GetProperty("has_more").GetBoolean();
    }

    [Theory]
    [InlineData("after=-1", "after")]
    [InlineData("after=x", "after")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=", "limit")]
    public async Task Messages_WithABadPage_NamesTheParameter(string query, string parameter)
    {
        var refused = await Api.GetAsync($"/api/v1/users/{User}/messages?{query}");

        Assert.Contains($"'{parameter}'", refused.AssertProblem(400, "bad_request"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_WithAnIdThatIsNone_Is400()
    {
        (await Api.GetAsync("/api/v1/users/" + new string('u', 129))).AssertProblem(400, "bad_request");
        (await Api.GetAsync("/api/v1/users/a%07b")).AssertProblem(400, "bad_request");
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404, "not_found")]
    [InlineData("GET", "/api/v2/config", 404, "not_found")]
    [InlineData("GET", "/api/v1/users/alice/nothing", 404, "not_found")]
    [InlineData("PUT", "/api/v1/users/alice/messages", 405, "method_not_allowed")]
    [InlineData("GET", "/api/v1/messages", 405, "method_not_allowed")]
    [InlineData("POST", "/api/v1/config", 405, "method_not_allowed")]
    [InlineData("POST", "/api/v1/users/alice", 405, "method_not_allowed")]
    public async Task Call_ThatThereIsNot_IsAProblem(string method, string path, int status, string code)
    {
        var refused = await Api.SendAsync(new HttpMethod(method), path, method == "GET" ? null : "{}");

        refused.AssertProblem(status, code);
        Assert.Equal(status == 405, refused.ContentHeaders.Allow.Count > 0);
    }

    [Fact]
    public async Task Config_WithoutAKey_SaysWhatAClientNeeds()
    {
        var config = (await Api.GetAsync("/api/v1/config", key: null)).AssertOk();

        Assert.Equal(Api.BaseUrl.Replace("http", "ws", StringComparison.Ordinal) + "/ws", config.GetProperty("websocket_url").GetString());
        Assert.Equal("""["netra.v1"]""", config.GetProperty("protocols").GetRawText());
        Assert.Equal("""{"interval_ms":30000,"timeout_ms":60000}""", config.GetProperty("heartbeat").GetRawText());
        Assert.Equal("""{"max_message_bytes":262144,"messages_per_second":50,"connections":5}""", config.GetProperty("limits").GetRawText());
        Assert.Matches(@"^\d+\.\d+\.\d+", config.GetProperty("version").GetString());
    }

    [Fact]
    public async Task OpenApi_Document_ListsEveryCall()
    {
        var document = (await Api.GetAsync("/openapi/v1.json", key: null)).AssertOk();

        Assert.StartsWith("3.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var calls = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Where(member => member.Name is "get" or "post" or "delete" or "patch").Select(call => $"{call.Name} {path.Name}"));
        Assert.Equal(
            [
                "delete /api/v1/users/{user_id}/connections", "delete /api/v1/users/{user_id}/connections/{connection_id}",
                "delete /api/v1/users/{user_id}/messages/{seq}",
                "get /api/v1/config", "get /api/v1/users/{user_id}", "get /api/v1/users/{user_id}/dead_letters",
                "get /api/v1/users/{user_id}/messages", "get /api/v1/users/{user_id}/messages/{seq}/explain", "get /api/v1/users/{user_id}/state",
                "patch /api/v1/users/{user_id}/state",
                "post /api/v1/messages", "post /api/v1/tickets",
                "post /api/v1/users/{user_id}/dead_letters/{seq}/retry", "post /api/v1/users/{user_id}/messages",
                "post /api/v1/users/{user_id}/tokens/revoke",
            ],
            calls.Order(StringComparer.Ordinal));
        // A path's parameters must be declared, or no client can be generated.
        var ofUser = document.GetProperty("paths").EnumerateObject().Where(path => path.Name.Contains("{user_id}", StringComparison.Ordinal));
        Assert.All(ofUser.SelectMany(path => path.Value.EnumerateObject()), call => Assert.Contains(
            call.Value.GetProperty("parameters").EnumerateArray(),
            parameter => parameter.GetProperty("name").GetString() == "user_id" && parameter.GetProperty("required").GetBoolean()));
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("{", "JSON")]
    [InlineData("{}", "'user_id'")]
    [InlineData("""{"user_id":""}""", "'user_id'")]
    [InlineData("""{"user_id":"a","expires_in_s":0}""", "'expires_in_s'")]
    [InlineData("""{"user_id":"a","expires_in_s":9999999}""", "'expires_in_s'")]
    [InlineData("""{"user_id":"a","plan":"a plan whose name is longer than sixty-four characters, and that is too long"}""", "'plan'")]
    public async Task DevelopmentToken_OfABadRequest_SaysWhat(string body, string named)
    {
        var refused = await Api.SendAsync(HttpMethod.Post, "/dev/token", body, key: null);

        Assert.Contains(named, refused.AssertProblem(400, "bad_request"), StringComparison.Ordinal);
    }
}
