namespace Netra.EndToEnd.Tests;

/// <summary>What is wrong in a call is told by its code (protocol section 7).</summary>
[Collection(nameof(RoomyHost))]
public sealed class BadCallTests(RoomyHost host) : BehaviourTests(host)
{
    [Theory]
    [InlineData("""{"type":"note","priority":"urgent"}""", 400, "bad_request")]
    [InlineData("""{"type":"note","priority":1}""", 400, "bad_request")]
    [InlineData("""{"type":"note","ttl_ms":0}""", 400, "bad_request")]
    [InlineData("""{"type":"note","ttl_ms":-5}""", 400, "bad_request")]
    [InlineData("""{"type":"note","ttl_ms":1.5}""", 400, "bad_request")]
    [InlineData("""{"type":"note","ttl_ms":"1000"}""", 400, "bad_request")]
    [InlineData("""{"type":"note","durable":"no"}""", 400, "bad_request")]
    [InlineData("""{"type":"note","durable":0}""", 400, "bad_request")]
    [InlineData("""{"type":"state_updated"}""", 400, "reserved_type")]
    [InlineData("""{"type":"skipped"}""", 400, "reserved_type")]
    public async Task Message_WithAWrongMember_IsRefused(string message, int status, string code)
    {
        (await Calls.TryPublishAsync(message)).AssertProblem(status, code);
        var batch = await Calls.TryPublishAsync($$"""{"messages":[{"type":"note"},{{message}}]}""");
        batch.AssertProblem(status, code);
        Assert.Equal(1, batch.Json.GetProperty("details").GetProperty("index").GetInt32());

        await Replay.AssertHeadAsync(0, Api, User);
    }

    [Theory]
    [InlineData("GET", "/dead_letters?limit=0", 400, "bad_request")]
    [InlineData("GET", "/dead_letters?limit=1001", 400, "bad_request")]
    [InlineData("GET", "/dead_letters?after=-1", 400, "bad_request")]
    [InlineData("GET", "/dead_letters?after=x", 400, "bad_request")]
    [InlineData("POST", "/dead_letters/1/retry", 404, "not_found")]
    [InlineData("POST", "/dead_letters/x/retry", 400, "bad_request")]
    [InlineData("POST", "/dead_letters/0/retry", 400, "bad_request")]
    [InlineData("DELETE", "/messages/1", 404, "not_found")]
    [InlineData("DELETE", "/messages/0", 400, "bad_request")]
    [InlineData("DELETE", "/messages/x", 400, "bad_request")]
    [InlineData("DELETE", "/messages/99999999999999999999", 400, "bad_request")]
    [InlineData("DELETE", "/state", 405, "method_not_allowed")]
    [InlineData("PUT", "/state", 405, "method_not_allowed")]
    [InlineData("POST", "/dead_letters", 405, "method_not_allowed")]
    public async Task Call_ThatIsWrong_IsRefusedWithItsCode(string method, string path, int status, string code) =>
        (await Api.SendAsync(new HttpMethod(method), Calls.Path + path)).AssertProblem(status, code);

    [Theory]
    [InlineData("GET", "/dead_letters")]
    [InlineData("POST", "/dead_letters/1/retry")]
    [InlineData("DELETE", "/messages/1")]
    [InlineData("GET", "/state")]
    [InlineData("PATCH", "/state")]
    public async Task Call_WithoutAKey_IsRefused(string method, string path) =>
        (await Api.SendAsync(new HttpMethod(method), Calls.Path + path, key: null)).AssertProblem(401, "unauthorized");
}
