using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>Every refusal of an upgrade, whole: its status, headers and body, and the close frame that takes their place (protocol section 1).</summary>
[Collection(nameof(StrictHost))]
public sealed class RefusalTests(StrictHost host) : BehaviourTests(host)
{
    private static readonly string[] Ordinary = ["Date", "Transfer-Encoding", "Connection"];

    /// <summary>The query, the origin, the status with its title, the code, the headers, and the close code.</summary>
    public static TheoryData<string, string, int, string, string, string, int> Refusals => new()
    {
        { "token={good}&last_seq=x", "", 400, "Bad Request", "bad_request", "", 4400 },
        { "token={good}&client_id=", "", 400, "Bad Request", "bad_request", "", 4400 },
        { "", "", 401, "Unauthorized", "token_missing", "WWW-Authenticate: Bearer", 4401 },
        { "token=abc", "", 401, "Unauthorized", "token_malformed", "WWW-Authenticate: Bearer", 4401 },
        { "token={forged}", "", 401, "Unauthorized", "token_invalid", "WWW-Authenticate: Bearer", 4401 },
        { "token=tk_unknown", "", 401, "Unauthorized", "token_invalid", "WWW-Authenticate: Bearer", 4401 },
        { "token={expired}", "", 401, "Unauthorized", "token_expired", "WWW-Authenticate: Bearer", 4401 },
        { "token={good}", "https://evil.example.com", 403, "Forbidden", "origin_not_allowed", "", 4403 },
        { "token={full}", "", 429, "Too Many Requests", "connection_limit", "Retry-After: 2", 4429 },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Refusal_IsWholeByHttpAndByCloseFrame(string query, string origin, int status, string title, string code, string headers, int closeCode)
    {
        query = query.Replace("{good}", TestToken.For(User), StringComparison.Ordinal)
            .Replace("{full}", TestToken.For(User), StringComparison.Ordinal)
            .Replace("{forged}", TestToken.For(User, "another signing key that nobody here knows of"), StringComparison.Ordinal)
            .Replace("{expired}", TestToken.Sign($$"""{"sub":"{{User}}","exp":{{TestToken.Now - 60}}}"""), StringComparison.Ordinal);
        var others = new List<NetraSocket>();
        while (code == "connection_limit" && others.Count < 2) others.Add(await Host.ConnectAsync(User));

        var refused = await Upgrade.TryAsync(Api, query, origin.Length == 0 ? [] : [("Origin", origin)]);
        await using var closed = await NetraSocket.OpenAsync(Host.BaseUrl, query + "&reject=close", options =>
        {
            if (origin.Length > 0) options.SetRequestHeader("Origin", origin);
        });

        var detail = refused.AssertProblem(status, code);
        Assert.Equal(
            $$"""{"type":"about:blank","title":"{{title}}","status":{{status}},"detail":{{JsonSerializer.Serialize(detail, Plain.Json)}},"code":"{{code}}"}""", refused.Body);
        Plain.AssertMessage(detail);
        Assert.Equal(
            headers,
            string.Join(", ", refused.Headers.Where(header => !Ordinary.Contains(header.Key)).Select(header => $"{header.Key}: {string.Join(',', header.Value)}")));
        Assert.Equal(new SocketEnd(closeCode, code), await closed.EndAsync());
        Assert.Empty(closed.Frames);
        await Calls.AssertConnectionsAsync(others.Count);
        foreach (var socket in others) await socket.DisposeAsync();
    }

    /// <summary>What is no upgrade can't be accepted, so that the close frame has no place.</summary>
    [Theory]
    [InlineData("/ws", "GET", "", 426, "upgrade_required")]
    [InlineData("/ws", "GET", "Sec-WebSocket-Key: abc", 400, "bad_request")]
    [InlineData("/ws", "POST", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", 405, "method_not_allowed")]
    [InlineData("/nowhere", "GET", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", 404, "not_found")]
    public async Task Refusal_OfNoUpgrade_IsByHttpWhateverRejectSays(string path, string method, string key, int status, string code)
    {
        string[] headers = key.Length == 0 ? ["Content-Length: 0"] : ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", key, "Content-Length: 0"];

        var answer = await RawConnection.AskAsync(Host.Port, $"{method} {path}?reject=close&token={TestToken.For(User)} HTTP/1.1", headers);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains($"\"status\":{status},", answer, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"}}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Origin_ThatIsAllowed_IsNoReasonToRefuse()
    {
        await using var socket = await NetraSocket.OpenAsync(
            Host.BaseUrl, "token=" + TestToken.For(User), options => options.SetRequestHeader("Origin", StrictHost.Origin));

        Assert.Equal("connection_established", (await socket.NextAsync()).Type);
    }
}
