using System.Net.WebSockets;
using Netra.Gateway;

namespace Netra.Cluster.Tests;

/// <summary>Stands where the HTTP upgrade stands: gives the gateway its end of a connection in memory and the test the other.</summary>
internal sealed class ClientWebSocketEnd(Func<Task>? beforeAccept)
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebSocket? _client;

    /// <summary>Ends when the upgrade is accepted or refused.</summary>
    public Task Opened => _opened.Task;

    public string? RefusedWith { get; private set; }

    public WebSocket Client => _client ?? throw new InvalidOperationException($"The upgrade was refused with '{RefusedWith}'.");

    public async Task<WebSocket> AcceptAsync()
    {
        if (beforeAccept is not null) await beforeAccept();
        var (server, client) = DuplexStream.CreatePair();
        _client = WebSocket.CreateFromStream(client, new WebSocketCreationOptions { KeepAliveInterval = TimeSpan.Zero });
        _opened.SetResult();
        return WebSocket.CreateFromStream(server, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
    }

    public Task RefuseAsync(Refusal refusal)
    {
        RefusedWith = refusal.Code.Name;
        _opened.SetResult();
        return Task.CompletedTask;
    }
}
