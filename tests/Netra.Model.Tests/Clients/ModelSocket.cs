using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Netra.Abstractions;
using Netra.Cluster.Tests;
using Netra.Gateway;
using Netra.Protocol;

namespace Netra.Model.Tests;

/// <summary>The client's end of a connection in memory.</summary>
internal sealed class ModelSocket
{
    private readonly ClientWebSocketEnd _end = new(beforeAccept: null);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private Task _serving = Task.CompletedTask;

    public string? RefusedWith => _end.RefusedWith;

    public static async Task<ModelSocket> OpenAsync(ModelSilo silo, UserId user, string query)
    {
        var socket = new ModelSocket();
        var values = query.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => new StringValues(pair[1]));
        if (!UpgradeParameters.TryRead(new QueryCollection(values), out var parameters, out var fault)) throw new ModelException(fault);
        var access = new Access(user, silo.Clock.NowMs + (long)TimeSpan.FromDays(10_000).TotalMilliseconds, null, new TokenStamp(null, null));
        socket._serving = Task.Run(() => silo.Server.ServeAsync(access, parameters, socket._end.AcceptAsync, socket._end.RefuseAsync));
        await await Task.WhenAny(socket._end.Opened, socket._serving).InTime();
        return socket;
    }

    public Task SendAsync(string json) =>
        _end.Client.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).InTime();

    public async Task<JsonObject> NextAsync() =>
        await TryNextAsync() ?? throw new ModelException($"The connection was closed with {_end.Client.CloseStatus}.");

    public async Task ExpectClosedAsync(int code)
    {
        while (await TryNextAsync() is not null)
        {
        }

        ModelException.Expect(code, (int?)_end.Client.CloseStatus, "Close code");
        await CutAsync();
    }

    /// <summary>Cuts it, and waits until the gateway has cleaned up.</summary>
    public async Task CutAsync()
    {
        _end.Client.Abort();
        await _serving.InTime();
    }

    /// <summary>Cuts it, and waits for nobody: what served it is gone.</summary>
    public void Abandon()
    {
        _end.Client.Abort();
        _ = _serving.ContinueWith(task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private async Task<JsonObject?> TryNextAsync()
    {
        var length = 0;
        while (true)
        {
            var read = await _end.Client.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask().InTime();
            if (read.MessageType == WebSocketMessageType.Close) return null;
            length += read.Count;
            if (read.EndOfMessage) return (JsonObject)JsonNode.Parse(_buffer.AsSpan(0, length))!;
        }
    }
}
