namespace Netra.EndToEnd.Tests;

/// <summary>No token and no API key is ever in a log, whatever is logged and however they are used (protocol section 1).</summary>
public sealed class LogSecrecyTests
{
    private const string UnknownKey = "an-api-key-that-nobody-knows";

    private readonly List<string> _tokens = [];

    [Fact]
    public async Task Output_AtTrace_HoldsNoTokenAndNoKey()
    {
        var settings = ProductionHost.Settings();
        foreach (var category in new[] { "Default", "Microsoft", "Microsoft.Hosting.Lifetime", "Microsoft.AspNetCore.Hosting.Diagnostics", "Orleans", "Polly", "Netra.Grains.LeaseService", "Netra.Streaming.GatewayPushService" })
            settings.With("Logging:LogLevel:" + category, "Trace");
        var all = new HostSettings { Environment = settings.Environment, MaxOutputLines = 2_000_000 };
        foreach (var (name, value) in settings.Values) all.With(name, value);
        await using var host = await HostProcess.StartAsync(all);

        await UseTokensAsync(host);
        await UseRefusedTokensAsync(host);
        await UseTokensInBrokenRequestsAsync(host);
        await UseTicketsAsync(host);
        await UseKeysAsync(host);
        Assert.Equal(0, await host.StopAsync());

        Assert.False(host.Output.IsCut);
        var text = host.Output.Text;
        // The request itself is there: what is looked for would be seen.
        Assert.Contains("client_id=marker-of-this-test", text, StringComparison.Ordinal);
        Assert.Contains("Orleans", text, StringComparison.Ordinal);
        Assert.True(_tokens.Count > 20);
        foreach (var token in _tokens)
        {
            Assert.DoesNotContain(token, text, StringComparison.Ordinal);
            Assert.DoesNotContain(token[(token.LastIndexOf('.') + 1)..], text, StringComparison.Ordinal);
        }

        foreach (var key in new[] { ProductionHost.PublishKey, ProductionHost.ReadKey, ProductionHost.TicketKey, ProductionHost.Secret, UnknownKey })
            Assert.DoesNotContain(key, text, StringComparison.Ordinal);
    }

    private async Task UseTokensAsync(HostProcess host)
    {
        await using var byQuery = await NetraSocket.ConnectAsync(host.BaseUrl, Token(), "client_id=marker-of-this-test");
        await using var byHeader = await NetraSocket.OpenAsync(host.BaseUrl, "", options => options.SetRequestHeader("Authorization", "Bearer " + Token()));
        await using var bySubprotocol = await NetraSocket.OpenAsync(host.BaseUrl, "", options =>
        {
            options.AddSubProtocol("netra.v1");
            options.AddSubProtocol("bearer." + Token());
        });
        await byQuery.SendAsync($$$"""{"type":"auth","payload":{"token":"{{{Token()}}}"}}""");
        await byQuery.ReceiveAsync("auth_ok");
        foreach (var frame in new[]
        {
            $$$"""{"type":"auth","payload":{"token":"{{{Token("a wrong key, but one of 32 bytes and more")}}}"}}""",
            $$"""{"type":"auth","token":"{{Token()}}x.y"}""",
            $$"""{"type":"auth","token":"{{Token()}}" """,
            $$"""{"type":"connection_established","token":"{{Token()}}"}""",
            Token(),
        })
        {
            await byHeader.SendAsync(frame);
            await byHeader.ReceiveAsync("error");
        }

        await bySubprotocol.SendAsync($$$"""{"type":"auth","payload":{"token":"{{{Token(user: "somebody-else")}}}"}}""");
        Assert.Equal(4403, (await bySubprotocol.EndAsync()).Code);
    }

    private async Task UseRefusedTokensAsync(HostProcess host)
    {
        var wrong = () => Token("a wrong key, but one of 32 bytes and more");
        (await Upgrade.TryAsync(host.Api, "token=" + wrong())).AssertProblem(401, "token_invalid");
        (await Upgrade.TryAsync(host.Api, "", ("Authorization", "Bearer " + wrong()))).AssertProblem(401, "token_invalid");
        (await Upgrade.TryAsync(host.Api, "", ("Sec-WebSocket-Protocol", "netra.v1, bearer." + wrong()))).AssertProblem(401, "token_invalid");
        (await Upgrade.TryAsync(host.Api, "token=" + Token() + ".more")).AssertProblem(401, "token_malformed");
        (await Upgrade.TryAsync(host.Api, $"token={Token()}&token={Token()}")).AssertProblem(401, "token_malformed");
        (await Upgrade.TryAsync(host.Api, "last_seq=x&%74oken=" + Token())).AssertProblem(400, "bad_request");
        foreach (var path in new[] { "/ws?token=", "/api/v1/config?token=", "/nothing?token=", "/?a=b&token=", "/api/v1/users/a?Token=" })
            await host.Api.GetAsync(path + Token(), key: null);
        await host.Api.SendAsync(HttpMethod.Post, "/ws?token=" + Token(), "{}", key: null);
    }

    private async Task UseTokensInBrokenRequestsAsync(HostProcess host)
    {
        foreach (var request in new[]
        {
            $"GET /ws?token={Token()}\r\n\r\n",
            $"GET /ws?token={Token()} HTTP/9.9\r\nHost: localhost\r\n\r\n",
            $"GET /ws?token={Token()} HTTP/1.1\r\n\r\n",
            $"GET /ws?token={Token()} HTTP/1.1\r\nHost: localhost\r\nno colon here\r\n\r\n",
            $"GET /ws HTTP/1.1\r\nHost: localhost\r\nAuthorization Bearer {Token()}\r\n\r\n",
            $"GET /ws HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Token()}\u0000\r\n\r\n",
            $"GET /ws?token={Token()}&x={new string('x', 20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            $"GET /%zz?token={Token()} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            $"G\u0001T /ws?token={Token()} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            $"{Token()} / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        })
        {
            await using var raw = await RawConnection.OpenAsync(host.Port);
            await raw.SendAsync(request);
            Assert.Matches("^HTTP/1.1 (4|5)", await raw.ReadHeadAsync());
        }

        await using var absolute = await RawConnection.OpenAsync(host.Port);
        await absolute.SendAsync($"GET http://localhost/nothing?token={Token()} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404", await absolute.ReadHeadAsync(), StringComparison.Ordinal);
    }

    private async Task UseTicketsAsync(HostProcess host)
    {
        for (var i = 0; i < 4; i++)
        {
            var answer = await host.Api.SendAsync(HttpMethod.Post, "/api/v1/tickets", """{"user_id":"alice"}""", ProductionHost.TicketKey);
            _tokens.Add(answer.AssertOk().GetProperty("ticket").GetString()!);
        }

        await using var byQuery = await NetraSocket.ConnectAsync(host.BaseUrl, _tokens[^1]);
        await byQuery.ReceiveAsync("connection_established");
        (await Upgrade.TryAsync(host.Api, "token=" + _tokens[^1])).AssertProblem(401, "token_invalid");
        await byQuery.SendAsync($$"""{"type":"auth","token":"{{_tokens[^2]}}"}""");
        await byQuery.ReceiveAsync("auth_ok");
        (await Upgrade.TryAsync(host.Api, "last_seq=x&token=" + _tokens[^3])).AssertProblem(400, "bad_request");
        foreach (var path in new[] { "/ws?ticket=", "/ws/", "/api/v1/tickets/", "/nothing?a=b&c=" }) await host.Api.GetAsync(path + _tokens[^4], key: null);
    }

    private static async Task UseKeysAsync(HostProcess host)
    {
        (await host.Api.SendAsync(HttpMethod.Post, "/api/v1/users/alice/messages", """{"type":"note"}""", ProductionHost.PublishKey)).AssertOk();
        (await host.Api.GetAsync("/api/v1/users/alice", ProductionHost.ReadKey)).AssertOk();
        (await host.Api.GetAsync("/api/v1/users/alice", ProductionHost.PublishKey)).AssertProblem(403, "forbidden");
        (await host.Api.GetAsync("/api/v1/users/alice", UnknownKey)).AssertProblem(401, "unauthorized");
    }

    /// <summary>A token that no other call has made, remembered.</summary>
    private string Token(string secret = ProductionHost.Secret, string user = "alice")
    {
        var claims = $$"""{"sub":"{{user}}","exp":{{TestToken.Now + 3_600}},"jti":"{{Guid.NewGuid():n}}"}""";
        var token = TestToken.Sign(claims, secret, """{"alg":"HS256"}""");
        _tokens.Add(token);
        return token;
    }
}
