using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>A host of Production whose only keys come from an issuer.</summary>
public sealed class IssuerHostTests
{
    [Fact]
    public async Task Upgrade_TokenOfTheIssuer_AcceptedAndItsKeysRotate()
    {
        using var issuer = new HttpListener();
        var url = $"http://127.0.0.1:{FreePorts.Next()}";
        issuer.Prefixes.Add(url + "/");
        issuer.Start();
        using ECDsa first = ECDsa.Create(ECCurve.NamedCurves.nistP256), second = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keys = JwkOf(first, "first");
        var serving = ServeAsync(issuer, url, () => Volatile.Read(ref keys));
        await using (var host = await HostProcess.StartAsync(new HostSettings { Environment = "Production" }
            .With("Netra:Authentication:Issuers:0:Authority", url)
            .With("Netra:Authentication:Issuers:0:Audience", "netra")
            .With("Netra:Authentication:Issuers:0:AllowHttp", "true")))
        {
            await using (var socket = await NetraSocket.ConnectAsync(host.BaseUrl, Sign(first, "first", url)))
                Assert.Equal("alice", (await socket.NextAsync()).Payload.GetProperty("user_id").GetString());

            Volatile.Write(ref keys, JwkOf(second, "second"));
            await using (var socket = await NetraSocket.ConnectAsync(host.BaseUrl, Sign(second, "second", url)))
                Assert.Equal("connection_established", (await socket.NextAsync()).Type);
            (await Upgrade.TryAsync(host.Api, "token=" + Sign(first, "first", url))).AssertProblem(401, "token_invalid");
            await Eventually.IsAsync(true, () => Task.FromResult(
                host.Output.Text.Contains($"Fetched the keys of the issuer {url}: 1 can be used", StringComparison.Ordinal)));
        }

        issuer.Stop();
        await serving;
    }

    private static async Task ServeAsync(HttpListener listener, string url, Func<string> keys)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var body = context.Request.Url!.AbsolutePath == "/keys"
                ? $$"""{"keys":[{{keys()}}]}"""
                : $$"""{"issuer":"{{url}}","jwks_uri":"{{url}}/keys"}""";
            context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
        }
    }

    private static string JwkOf(ECDsa key, string id)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return $$"""{"kty":"EC","crv":"P-256","use":"sig","kid":"{{id}}","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";
    }

    private static string Sign(ECDsa key, string id, string issuer)
    {
        var header = TestToken.Encode($$"""{"alg":"ES256","kid":"{{id}}"}""");
        var claims = TestToken.Encode($$"""{"iss":"{{issuer}}","aud":"netra","sub":"alice","exp":{{TestToken.Now + 600}}}""");
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256);
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }
}
