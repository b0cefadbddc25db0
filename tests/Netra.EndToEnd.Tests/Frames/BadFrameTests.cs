using System.Net.WebSockets;
using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>What a client gets for a message that is none (protocol section 6). The connection always lives.</summary>
public sealed class BadFrameTests(SharedHost shared) : SharedHostTests(shared)
{
    private static readonly string Long = new('x', 65);
    private static readonly string LongId = new('i', 129);

    /// <summary>The text, the code, and the details.</summary>
    public static TheoryData<string, string, string> Texts => new()
    {
        { """{"type":"note","payload":{"a":1""", "invalid_json", """{"line":1,"column":32}""" },
        { "{\"type\":\"note\",\n\"payload\":{]}", "invalid_json", """{"line":2,"column":12}""" },
        { "hello", "invalid_json", """{"line":1,"column":1}""" },
        { """{"type":"note"} {}""", "invalid_json", """{"line":1,"column":17}""" },
        { """{'type':'note'}""", "invalid_json", """{"line":1,"column":2}""" },
        { """{"type":"note",}""", "invalid_json", """{"line":1,"column":16}""" },
        { "\uFEFF{\"type\":\"note\"}", "invalid_json", """{"line":1,"column":1}""" },
        { """{"type":"note","payload":{"n":NaN}}""", "invalid_json", """{"line":1,"column":31}""" },
        { Nested(1_000), "invalid_json", """{"line":1,"column":341}""" },
        { "[]", "not_an_object", "{}" },
        { "\"note\"", "not_an_object", "{}" },
        { "12", "not_an_object", "{}" },
        { "null", "not_an_object", "{}" },
        { "", "empty_message", "{}" },
        { " \t\r\n ", "empty_message", "{}" },
        { "{}", "missing_type", """{"field":"type"}""" },
        { """{"payload":{}}""", "missing_type", """{"field":"type"}""" },
        { """{"type":5}""", "invalid_type", """{"field":"type"}""" },
        { """{"type":null}""", "invalid_type", """{"field":"type"}""" },
        { """{"type":""}""", "invalid_type", """{"field":"type"}""" },
        { $$"""{"type":"{{Long}}"}""", "invalid_type", """{"field":"type"}""" },
        { """{"type":"note","type":7}""", "invalid_type", """{"field":"type"}""" },
        { """{"type":"connection_established"}""", "reserved_type", """{"field":"type"}""" },
        { """{"type":"err\u006fr"}""", "reserved_type", """{"field":"type"}""" },
        { """{"type":"note","id":5}""", "invalid_id", """{"field":"id"}""" },
        { """{"type":"note","id":""}""", "invalid_id", """{"field":"id"}""" },
        { $$"""{"type":"note","id":"{{LongId}}"}""", "invalid_id", """{"field":"id"}""" },
        { """{"type":"note","payload":[]}""", "invalid_payload", """{"field":"payload"}""" },
        { """{"type":"note","payload":"x"}""", "invalid_payload", """{"field":"payload"}""" },
        { """{"type":"ack","payload":{}}""", "invalid_payload", """{"field":"seq"}""" },
        { """{"type":"ack","payload":{"seq":-1}}""", "invalid_payload", """{"field":"seq"}""" },
        { """{"type":"resume","payload":{"last_seq":"5"}}""", "invalid_payload", """{"field":"last_seq"}""" },
        { """{"type":"resume","payload":{"last_seq":1,"epoch":7}}""", "invalid_payload", """{"field":"epoch"}""" },
        { """{"type":"auth"}""", "invalid_payload", """{"field":"token"}""" },
        { """{"type":"history","payload":{"limit":0}}""", "invalid_payload", """{"field":"limit"}""" },
        { """{"type":"history","payload":{"limit":1001}}""", "invalid_payload", """{"field":"limit"}""" },
        { """{"type":"history","payload":{"after":-1}}""", "invalid_payload", """{"field":"after"}""" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Text_ThatIsNoMessage_IsAnsweredByItsCodeAndTheConnectionLives(string text, string code, string details)
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendAsync(text);

        var error = await socket.NextAsync();
        Assert.Equal((code, details), (error.Code, error.Payload.GetProperty("details").GetRawText()));
        Assert.NotEqual("", error.Payload.GetProperty("message").GetString());
        Assert.Equal("null", error.Payload.GetProperty("retry_after_ms").GetRawText());
        Assert.Empty(await socket.PingAsync());
        Assert.Equal(0, (await Api.UserAsync(User)).GetProperty("head_seq").GetInt64());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Binary_InUtf16OrUtf8_IsUnsupportedData(bool isUtf16)
    {
        var bytes = (isUtf16 ? Encoding.Unicode : Encoding.UTF8).GetBytes("""{"type":"note"}""");
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendBytesAsync(bytes, WebSocketMessageType.Binary);

        Assert.Equal("unsupported_data", (await socket.NextAsync()).Code);
        Assert.Empty(await socket.PingAsync());
    }

    [Fact]
    public async Task Text_InUtf16_IsInvalidJson()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendBytesAsync(Encoding.Unicode.GetBytes("""{"type":"note"}"""));

        Assert.Equal("invalid_json", (await socket.NextAsync()).Code);
        Assert.Empty(await socket.PingAsync());
    }

    [Fact]
    public async Task Error_ForAMessageWithAnId_RefersToIt()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendAsync("""{"type":5,"id":"m-1"}""");

        var error = await socket.NextAsync();
        Assert.Equal(("invalid_type", "m-1", "m-1"), (error.Code, error.Id, error.Payload.GetProperty("ref").GetString()));
    }

    [Fact]
    public async Task Text_NestedAsDeepAsAllowed_IsAcceptedAndOneDeeperIsNot()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendAsync(Nested(63));
        Assert.Equal(1, (await socket.NextAsync()).Seq);
        await socket.SendAsync(Nested(64));
        Assert.Equal("invalid_json", (await socket.NextAsync()).Code);
    }

    [Fact]
    public async Task Members_ThatComeTwice_TheLastCounts()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendAsync("""{"type":5,"payload":{"n":1},"type":"note","payload":{"n":2}}""");

        var frame = await socket.NextAsync();
        Assert.Equal(("note", """{"n":2}"""), (frame.Type, frame.PayloadText));
    }

    /// <summary>A message whose payload is so many objects deep.</summary>
    private static string Nested(int depth) =>
        """{"type":"note","payload":""" + string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth);
}
