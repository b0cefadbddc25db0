using System.Net.WebSockets;
using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>Every code that a frame of a client can meet on a server as it comes, each as the whole frame that it is (protocol section 6).</summary>
public sealed class ErrorCodeTests(SharedHost shared) : BehaviourTests(shared)
{
    private static readonly string Long = new('x', 65);

    /// <summary>The frame, the code, the id that it is about, the details, and what the message must name: what is wrong or what was expected.</summary>
    public static TheoryData<string, string, string?, string, string> Frames => new()
    {
        // malformed
        { "{\"type\":\"note\",\"id\":\"e\",\n\"payload\":{]}", "invalid_json", null, """{"line":2,"column":12}""", "one JSON object was expected" },
        { "{\n \"type\": \"note\",\n \"text\": \"😀\" x\n}", "invalid_json", null, """{"line":3,"column":15}""", "one JSON object was expected" },
        { "{\"type\":\"note\",\"payload\":" + new string('[', 70) + new string(']', 70) + "}", "invalid_json", null, """{"line":1,"column":89}""", "64 levels" },
        // incomplete
        { """{"type":"note","id":"e","payload":{"a":1""", "invalid_json", null, """{"line":1,"column":41}""", "one JSON object was expected" },
        { """{"type":"no""", "invalid_json", null, """{"line":1,"column":12}""", "one JSON object was expected" },
        // empty
        { "", "empty_message", null, "{}", "a JSON object was expected" },
        { " \r\n\t ", "empty_message", null, "{}", "a JSON object was expected" },
        // no JSON, or no object
        { "hello", "invalid_json", null, """{"line":1,"column":1}""", "one JSON object was expected" },
        { """["note"]""", "not_an_object", null, "{}", "JSON object" },
        { "42", "not_an_object", null, "{}", "JSON object" },
        // type
        { """{"id":"e","payload":{}}""", "missing_type", "e", """{"field":"type"}""", "'type'" },
        { """{"type":5,"id":"e"}""", "invalid_type", "e", """{"field":"type"}""", "1 to 64 characters" },
        { $$"""{"type":"{{Long}}","id":"e"}""", "invalid_type", "e", """{"field":"type"}""", "1 to 64 characters" },
        { """{"type":"state_updated","id":"e"}""", "reserved_type", "e", """{"field":"type"}""", "'state_updated'" },
        // id
        { """{"type":"note","id":7}""", "invalid_id", null, """{"field":"id"}""", "1 to 128 characters" },
        // fields
        { """{"type":"note","id":"e","payload":[]}""", "invalid_payload", "e", """{"field":"payload"}""", "object" },
        { """{"type":"ack","id":"e","payload":{}}""", "invalid_payload", "e", """{"field":"seq"}""", "'seq'" },
        { """{"type":"resume","id":"e","payload":{}}""", "invalid_payload", "e", """{"field":"last_seq"}""", "'last_seq'" },
        { """{"type":"auth","id":"e","payload":{}}""", "invalid_payload", "e", """{"field":"token"}""", "'token'" },
        { """{"type":"history","id":"e","payload":{"limit":1001}}""", "invalid_payload", "e", """{"field":"limit"}""", "1 to 1000" },
        { """{"type":"state_update","id":"e","payload":{"patch":{}}}""", "invalid_payload", "e", """{"field":"version"}""", "'version'" },
        { """{"type":"state_update","id":"e","payload":{"version":0}}""", "invalid_payload", "e", """{"field":"patch"}""", "'ops'" },
        { """{"type":"partial_state_update","id":"e","payload":{"version":0}}""", "invalid_payload", "e", """{"field":"updates"}""", "'updates'" },
        // changes of the state
        { """{"type":"state_update","id":"e","payload":{"version":0,"ops":[{"op":"add","path":"/a","value":1},{"op":"test","path":"/a","value":2}]}}""", "invalid_patch", "e", """{"field":"/a","index":1}""", "expected" },
        { """{"type":"state_update","id":"e","payload":{"version":0,"ops":[{"op":"fly","path":"/a"}]}}""", "invalid_patch", "e", """{"field":"op","index":0}""", "add, remove, replace, move, copy or test" },
        { """{"type":"partial_state_update","id":"e","payload":{"version":0,"updates":{"a..b":1}}}""", "invalid_patch", "e", """{"field":"a..b"}""", "empty segment" },
        // tokens
        { """{"type":"auth","id":"e","token":"abc"}""", "token_invalid", "e", "{}", "three base64url parts" },
        { """{"type":"auth","id":"e","token":"tk_abc"}""", "token_invalid", "e", "{}", "ticket" },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public async Task Frame_ThatIsWrong_IsAnsweredByTheWholeError(string text, string code, string? about, string details, string names)
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendAsync(text);
        var message = ErrorFrames.AssertExact(await socket.NextAsync(), code, about, details);

        Assert.Contains(names, message, StringComparison.Ordinal);
        // The next good frame is handled, and nothing came of the bad one.
        Assert.Equal("""{"id":"good","duplicate":false,"seq":1}""", (await socket.AskAsync("note", "{}", "good")).PayloadText);
    }

    [Fact]
    public async Task Binary_IsUnsupportedData()
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
}
