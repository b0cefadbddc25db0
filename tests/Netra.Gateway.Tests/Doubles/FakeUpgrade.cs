using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Netra.Gateway.Tests;

/// <summary>The server's part of an upgrade, over a stream in memory.</summary>
internal sealed class FakeUpgrade(Stream stream) : IHttpWebSocketFeature
{
    private readonly TaskCompletionSource<string?> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsWebSocketRequest { get; init; } = true;

    /// <summary>The subprotocol, once the upgrade is accepted.</summary>
    public Task<string?> Accepted => _accepted.Task;

    /// <summary>The gateway's side, once the upgrade is accepted.</summary>
    public WatchedSocket? Socket { get; private set; }

    public Task<WebSocket> AcceptAsync(WebSocketAcceptContext context)
    {
        var options = new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = context.KeepAliveInterval!.Value };
        Socket = new WatchedSocket(WebSocket.CreateFromStream(stream, options));
        _accepted.TrySetResult(context.SubProtocol);
        return Task.FromResult<WebSocket>(Socket);
    }
}
