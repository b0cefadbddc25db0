using System.Net.WebSockets;
using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>Every code that a frame of a client can meet on a server as it comes, each as the whole frame that it is (protocol section 6).</summary>
public sealed class ErrorCodeTests(SharedHost shared) : BehaviourTests(shared)
{
    private const string Nested70 = "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]";

    private const string Name65 = "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn";

    [Theory]
    [InlineData("{\"type\":\"note\",\"id\":\"e\",\n\"payload\":{]}", 2, 12, "one JSON object was expected")]
    [InlineData("{\n \"type\": \"note\",\n \"text\": \"😀\" x\n}", 3, 15, "one JSON object was expected")]
    [InlineData("""{"type":"note","payload":""" + Nested70 + "}", 1, 89, "64 levels")]
    [InlineData("""{"type":"note"}{"type":"note"}""", 1, 16, "one JSON object was expected")]
    public Task Malformed_IsInvalidJsonWithItsPlace(string text, int line, int column, string names) =>
        AssertAnsweredAsync(text, "invalid_json", null, PlaceOf(line, column), names);

    [Theory]
    [InlineData("""{"type":"note","id":"e","payload":{"a":1""", 1, 41)]
    [InlineData("""{"type":"no""", 1, 12)]
    [InlineData("{", 1, 2)]
    public Task Incomplete_IsInvalidJsonAtItsEnd(string text, int line, int column) =>
        AssertAnsweredAsync(text, "invalid_json", null, PlaceOf(line, column), "one JSON object was expected");

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    public Task Empty_IsEmptyMessage(string text) => AssertAnsweredAsync(text, "empty_message", null, "{}", "a JSON object was expected");

    [Theory]
    [InlineData("hello", 1)]
    [InlineData("<note/>", 1)]
    [InlineData("type=note", 2)]
    public Task NonJson_IsInvalidJsonWithItsPlace(string text, int column) =>
        AssertAnsweredAsync(text, "invalid_json", null, PlaceOf(1, column), "one JSON object was expected");

    [Theory]
    [InlineData("""["note"]""")]
    [InlineData("42")]
    [InlineData("null")]
    public Task NonObject_IsNotAnObject(string text) => AssertAnsweredAsync(text, "not_an_object", null, "{}", "JSON object");

    [Theory]
    [InlineData("""{"id":"e","payload":{}}""", "missing_type", "'type' field is required")]
    [InlineData("""{"type":5,"id":"e"}""", "invalid_type", "1 to 64 characters")]
    [InlineData("""{"type":"","id":"e"}""", "invalid_type", "1 to 64 characters")]
    [InlineData("{\"type\":\"" + Name65 + "\",\"id\":\"e\"}", "invalid_type", "1 to 64 characters")]
    [InlineData("""{"type":"state_updated","id":"e"}""", "reserved_type", "'state_updated'")]
    public Task MissingType_OrAWrongOne_IsNamed(string text, string code, string names) =>
        AssertAnsweredAsync(text, code, "e", """{"field":"type"}""", names);

    [Fact]
    public Task Id_ThatIsNone_IsInvalidIdAndReferredToByNothing() =>
        AssertAnsweredAsync("""{"type":"note","id":7}""", "invalid_id", null, """{"field":"id"}""", "1 to 128 characters");

    [Theory]
    [InlineData("note", "[]", "payload", "object")]
    [InlineData("ack", "{}", "seq", "'seq'")]
    [InlineData("resume", "{}", "last_seq", "'last_seq'")]
    [InlineData("auth", "{}", "token", "'token'")]
    [InlineData("history", """{"limit":1001}""", "limit", "1 to 1000")]
    [InlineData("state_update", """{"patch":{}}""", "version", "'version'")]
    [InlineData("state_update", """{"version":0}""", "patch", "'ops'")]
    [InlineData("partial_state_update", """{"version":0}""", "updates", "'updates'")]
    public Task MissingField_OrAWrongOne_IsInvalidPayload(string type, string payload, string field, string names) =>
        AssertAnsweredAsync(
            $$"""{"type":"{{type}}","id":"e","payload":{{payload}}}""", "invalid_payload", "e", $$"""{"field":"{{field}}"}""", names);

    [Theory]
    [InlineData("state_update", """{"version":0,"ops":[{"op":"add","path":"/a","value":1},{"op":"test","path":"/a","value":2}]}""", """{"field":"/a","index":1}""", "expected")]
    [InlineData("state_update", """{"version":0,"ops":[{"op":"fly","path":"/a"}]}""", """{"field":"op","index":0}""", "add, remove, replace, move, copy or test")]
    [InlineData("partial_state_update", """{"version":0,"updates":{"a..b":1}}""", """{"field":"a..b"}""", "empty segment")]
    public Task Patch_ThatDoesNotFit_IsInvalidPatchWithItsPlace(string type, string payload, string details, string names) =>
        AssertAnsweredAsync($$"""{"type":"{{type}}","id":"e","payload":{{payload}}}""", "invalid_patch", "e", details, names);

    [Theory]
    [InlineData("abc", "three base64url parts")]
    [InlineData("tk_abc", "ticket")]
    public Task Token_OfAnAuth_IsTokenInvalid(string token, string names) =>
        AssertAnsweredAsync($$"""{"type":"auth","id":"e","token":"{{token}}"}""", "token_invalid", "e", "{}", names);

    [Fact]
    public async Task Format_OfAnError_IsThisFrame()
    {
        await using var socket = await Host.ConnectAsync(User);

        var error = await socket.AskAsync("note", "[]", "m-1");

        Assert.Equal(
            $$$"""{"type":"error","id":"m-1","timestamp":{{{error.Timestamp}}},"payload":{"code":"invalid_payload","message":"The 'payload' must be an object, null or absent.","""
                + "\"ref\":\"m-1\",\"retry_after_ms\":null,\"details\":{\"field\":\"payload\"}}}",
            error.Text);
    }

    [Fact]
    public async Task Helpfulness_OfABinaryFrame_IsWhatWasExpected()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendBytesAsync(Encoding.UTF8.GetBytes("""{"type":"note","id":"e"}"""), WebSocketMessageType.Binary);

        Assert.Contains("text frames", ErrorFrames.AssertExact(await socket.NextAsync(), "unsupported_data", null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_NearItsEnd_IsTokenExpiring()
    {
        var token = TestToken.Sign($$"""{"sub":"{{User}}","exp":{{TestToken.Now + 20}}}""");

        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, token);

        var message = ErrorFrames.AssertExact(await socket.ReceiveAsync("error"), "token_expiring", null);
        Assert.Contains("'auth'", message, StringComparison.Ordinal);
    }

    private static string PlaceOf(int line, int column) => $$"""{"line":{{line}},"column":{{column}}}""";

    /// <summary>The whole answer; that it helps: it names what is wrong or what was expected; and that the next good frame is handled.</summary>
    private async Task AssertAnsweredAsync(string text, string code, string? about, string details, string names)
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendAsync(text);
        var message = ErrorFrames.AssertExact(await socket.NextAsync(), code, about, details);

        Assert.Contains(names, message, StringComparison.Ordinal);
        // Nothing came of the bad one.
        Assert.Equal("""{"id":"good","duplicate":false,"seq":1}""", (await socket.AskAsync("note", "{}", "good")).PayloadText);
    }
}
