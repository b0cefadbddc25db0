using System.Net.WebSockets;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Netra.Gateway.Tests;

/// <summary>Over Kestrel: what it keeps of a request is its own affair, and no public interface shows it.</summary>
public sealed class UpgradedRequestTests : IAsyncDisposable
{
    private readonly TaskCompletionSource<IFeatureCollection> _upgraded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ClientWebSocket _client = new();
    private readonly WebApplication _app;

    public UpgradedRequestTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(ServeAsync);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task LetGo_SocketLives_NothingOfTheRequestIsKept()
    {
        const string Secret = "a-token-that-is-to-be-forgotten";
        _client.Options.SetRequestHeader("X-Long", Secret);
        await _app.StartAsync();
        var address = _app.Urls.Single().Replace("http", "ws", StringComparison.Ordinal);

        await _client.ConnectAsync(new Uri($"{address}/ws?token={Secret}&client_id=one"), CancellationToken.None).WithinReason();

        var features = await _upgraded.Task.WithinReason();
        Assert.Equal("Http1Connection`1", features.GetType().Name);
        Assert.DoesNotContain(TextsOf(features), text => text.Contains(Secret, StringComparison.Ordinal));
        Assert.Empty(features.Get<IHttpRequestFeature>()!.Headers);
        Assert.Null(FieldOf(features.Get<IHttpRequestFeature>()!.Headers, "MaybeUnknown"));
        Assert.Null(FieldOf(features.Get<IHttpResponseFeature>()!.Headers, "MaybeUnknown"));
        Assert.Null(features.Get<IHttpWebSocketFeature>());
    }

    [Fact]
    public async Task LetGo_SocketLives_CarriesFramesBothWays()
    {
        await _app.StartAsync();
        await _client.ConnectAsync(new Uri(_app.Urls.Single().Replace("http", "ws", StringComparison.Ordinal) + "/ws"), CancellationToken.None).WithinReason();
        await _upgraded.Task.WithinReason();

        await _client.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).WithinReason();
        var buffer = new byte[16];
        var echo = await _client.ReceiveAsync(buffer, CancellationToken.None).WithinReason();
        await _client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WithinReason();

        Assert.Equal("hello"u8.ToArray(), buffer[..echo.Count]);
        Assert.Equal(WebSocketState.Closed, _client.State);
    }

    private static IEnumerable<string> TextsOf(object owner)
    {
        for (var type = owner.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            {
                if (field.GetValue(owner) is string text) yield return text;
            }
        }
    }

    private static object? FieldOf(object owner, string name)
    {
        for (var type = owner.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is { } field) return field.GetValue(owner);
        }

        throw new MissingFieldException(owner.GetType().FullName, name);
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        UpgradedRequest.LetGo(context);
        _upgraded.TrySetResult(context.Features);
        var buffer = new byte[16];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close) break;
            await socket.SendAsync(buffer.AsMemory(0, part.Count), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }
}
