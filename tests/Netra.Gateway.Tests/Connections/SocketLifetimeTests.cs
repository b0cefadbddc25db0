using System.Diagnostics;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>Over Kestrel and a real socket: cutting a socket there does not by itself end a read, which no stream in memory shows.</summary>
public sealed class SocketLifetimeTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();
    private readonly FakeUser _user = new();
    private readonly TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ClientWebSocket _client = new();
    private WebApplication? _app;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Close_ClientNeverAnswers_ConnectionEndsWithTheCloseTimeout()
    {
        await ConnectAsync();

        _gateway.Command(_user, ConnectionCommandKind.Close, code: CloseCode.Replaced);
        _gateway.Pass(7);

        await _served.Task.WithinReason();
        Assert.Empty(_user.Attached);
    }

    [Fact]
    public async Task Tick_ClientIsSilentForEver_ConnectionEnds()
    {
        await ConnectAsync();

        await PassUntilServedAsync(67);

        Assert.Empty(_user.Attached);
    }

    [Fact]
    public async Task Tick_ClientNeverReads_ConnectionEnds()
    {
        // Nothing but the write that hangs may end it.
        _gateway.Options.HeartbeatInterval = _gateway.Options.HeartbeatTimeout = TimeSpan.FromDays(1);
        await ConnectAsync();
        _gateway.Publish(_user, 200, padding: 200_000);

        // When the socket's buffers are full is the system's affair: time passes until the write under way has hung for long enough.
        await PassUntilServedAsync(31);

        Assert.Empty(_user.Attached);
    }

    /// <summary>Lets so much time pass, again and again, until the gateway has done with the connection: it may begin to wait for the client only meanwhile.</summary>
    private async Task PassUntilServedAsync(int seconds)
    {
        for (var waited = Stopwatch.StartNew(); !_served.Task.IsCompleted && waited.Elapsed < Waiting.Patience;)
        {
            _gateway.Pass(seconds);
            await Task.WhenAny(_served.Task, Task.Delay(100));
        }

        await _served.Task.WithinReason();
    }

    /// <summary>Connects, and reads no more than the first frame.</summary>
    private async Task ConnectAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.UseWebSockets();
        // Remembers the user.
        _gateway.Request(_user);
        var token = TestTokens.Of(_user.Name, _gateway.Time.GetUtcNow().AddHours(1));
        _app.Run(async Task (context) =>
        {
            context.Features.Set(new HiddenToken(token));
            await _gateway.ServeAsync(context);
            _served.TrySetResult();
        });
        await _app.StartAsync();
        await _client.ConnectAsync(new Uri(_app.Urls.Single().Replace("http", "ws", StringComparison.Ordinal)), CancellationToken.None).WithinReason();
        await _client.ReceiveAsync(new byte[4_096].AsMemory(), CancellationToken.None).AsTask().WithinReason();
    }
}
