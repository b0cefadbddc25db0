using System.Text.Json;

namespace Netra.Gateway.Tests;

/// <summary>Who may call what, and what the OpenAPI document says of it.</summary>
public sealed class ApiAccessTests : ApiTests
{
    public static TheoryData<string> Calls =>
    [
        $"POST {Alice}/messages", "POST /api/v1/messages", $"GET {Alice}/messages", $"DELETE {Alice}/messages/1",
        $"GET {Alice}/messages/1/explain", $"GET {Alice}/dead_letters", $"POST {Alice}/dead_letters/1/retry", $"GET {Alice}/state", $"PATCH {Alice}/state",
        $"DELETE {Alice}/connections", $"DELETE {Alice}/connections/0123", $"POST {Alice}/tokens/revoke", "POST /api/v1/tickets",
    ];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_WithoutTheKeyOrItsScope_IsRefusedBeforeAnythingIsRead(string call)
    {
        var body = call.StartsWith("POST", StringComparison.Ordinal) ? "{" : null;

        (await Api.CallWithoutKeyAsync(call, body)).AssertProblem(401, "unauthorized");
        (await Api.CallWithWrongKeyAsync(call, body)).AssertProblem(403, "forbidden");

        Assert.Empty(User.Calls.All);
    }

    [Theory]
    [InlineData($"PUT {Alice}/state", "GET, PATCH")]
    [InlineData($"GET {Alice}/messages/1", "DELETE")]
    [InlineData($"GET {Alice}/dead_letters/1/retry", "POST")]
    [InlineData($"POST {Alice}/dead_letters", "GET")]
    [InlineData($"GET {Alice}/connections", "DELETE")]
    [InlineData($"GET {Alice}/tokens/revoke", "POST")]
    [InlineData("GET /api/v1/tickets", "POST")]
    public async Task Call_OfAnotherMethod_405WithThoseThatAre(string call, string allowed)
    {
        var reply = await Api.CallAsync(call);

        reply.AssertProblem(405, "method_not_allowed");
        Assert.Equal(allowed.Split(", ").Order(), (reply.Header("Allow") ?? "").Split(", ").Order());
    }

    [Theory]
    [InlineData("/api/v1/users/{user_id}/messages", "post", "publish", "user_id", "200 400 401 403 413 415 429 503")]
    [InlineData("/api/v1/messages", "post", "publish", "", "200 400 401 403 413 415 503")]
    [InlineData("/api/v1/users/{user_id}/messages", "get", "read", "user_id after limit", "200 400 401 403 503")]
    [InlineData("/api/v1/users/{user_id}/messages/{seq}", "delete", "publish", "user_id seq", "204 400 401 403 404 503")]
    [InlineData("/api/v1/users/{user_id}/messages/{seq}/explain", "get", "read", "user_id seq", "200 400 401 403 404 503")]
    [InlineData("/api/v1/users/{user_id}/dead_letters", "get", "read", "user_id after limit", "200 400 401 403 503")]
    [InlineData("/api/v1/users/{user_id}/dead_letters/{seq}/retry", "post", "publish", "user_id seq", "200 400 401 403 404 429 503")]
    [InlineData("/api/v1/users/{user_id}/state", "get", "read", "user_id If-None-Match", "200 304 400 401 403 503")]
    [InlineData("/api/v1/users/{user_id}/state", "patch", "publish", "user_id If-Match", "200 400 401 403 412 413 415 429 503")]
    [InlineData("/api/v1/users/{user_id}/connections", "delete", "connections", "user_id", "204 400 401 403 413 415 503")]
    [InlineData("/api/v1/users/{user_id}/connections/{connection_id}", "delete", "connections", "user_id connection_id", "204 400 401 403 404 413 415 503")]
    [InlineData("/api/v1/users/{user_id}/tokens/revoke", "post", "connections", "user_id", "200 400 401 403 413 415 429 503")]
    [InlineData("/api/v1/tickets", "post", "tickets", "", "200 400 401 403 413 415 503")]
    public async Task OpenApi_Call_HasItsScopeParametersAndStatuses(string path, string method, string scope, string parameters, string statuses)
    {
        var operation = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty(method);

        Assert.Contains($"scope '{scope}'", operation.GetProperty("description").GetString(), StringComparison.Ordinal);
        var named = operation.TryGetProperty("parameters", out var found) ? found.EnumerateArray().Select(one => one.GetProperty("name").GetString()) : [];
        Assert.Equal(parameters, string.Join(' ', named));
        Assert.Equal(statuses, string.Join(' ', operation.GetProperty("responses").EnumerateObject().Select(one => one.Name).Order()));
    }

    [Fact]
    public async Task OpenApi_Patch_NamesEveryTypeOfBody()
    {
        var patch = (await DocumentAsync()).GetProperty("paths").GetProperty("/api/v1/users/{user_id}/state").GetProperty("patch");

        Assert.Equal(
            ["application/json", "application/json-patch+json", "application/merge-patch+json"],
            patch.GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("MessageBody", "type id payload priority ttl_ms durable user_id")]
    [InlineData("PublishedBody", "id seq duplicate error")]
    [InlineData("StateBody", "version state")]
    [InlineData("DeadLetterBody", "seq reason at message")]
    [InlineData("RetriedBody", "seq")]
    [InlineData("ProblemBody", "type title status detail code details client_version server_version")]
    [InlineData("UserConnectionBody", "connection_id client_id gateway connected_at last_seen_at acked_seq")]
    [InlineData("TicketRequestBody", "user_id plan")]
    [InlineData("TicketBody", "ticket expires_at")]
    [InlineData("RevocationRequestBody", "jti expires_at")]
    [InlineData("RevocationBody", "closed_connections")]
    [InlineData("DisconnectRequestBody", "reason reconnect")]
    [InlineData("DeadLettersPageBody", "dead_letters has_more")]
    public async Task OpenApi_Body_HasTheMembersOfTheWire(string schema, string members)
    {
        var properties = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties");

        Assert.Equal(members, string.Join(' ', properties.EnumerateObject().Select(one => one.Name)));
    }

    private async Task<JsonElement> DocumentAsync()
    {
        var reply = await Api.CallWithoutKeyAsync("GET /openapi/v1.json");
        Assert.Equal(200, reply.Status);
        using var document = JsonDocument.Parse(reply.Text);
        return document.RootElement.Clone();
    }
}
