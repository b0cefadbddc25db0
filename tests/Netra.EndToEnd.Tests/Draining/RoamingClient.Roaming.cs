using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace Netra.EndToEnd.Tests;

internal sealed partial class RoamingClient
{
    private static readonly HttpMessageInvoker Invoker = new(new SocketsHttpHandler { UseProxy = false });
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _sending = new(1, 1);
    private ClientWebSocket? _socket;
    private int _at;

    /// <summary>Whether the first connection has been established, once it ends.</summary>
    public Task ConnectedAsync() => UntilAsync(client => client._epoch is not null, Patience.Long);

    /// <summary>Connects, reads, and goes where it has to until it is told to end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            using var socket = new ClientWebSocket();
            try
            {
                if (!await TryConnectAsync(socket, end)) continue;
                await ReadAsync(socket, end);
            }
            catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
            {
                if (end.IsCancellationRequested) return;
                lock (_gate) _faults.Add("lost its connection: " + exception.Message);
            }
            finally
            {
                lock (_gate) _socket = null;
                Announce();
            }

            _at++;
        }
    }

    /// <summary>Sends a message with an id of its own, now or as soon as there is a connection, until it is acknowledged.</summary>
    public async Task SendAsync(string type, string payload, string id)
    {
        var text = $$"""{"type":"{{type}}","id":"{{id}}","payload":{{payload}}}""";
        lock (_gate) _unacknowledged.Add(++_messages, text);
        await TrySendAsync(text);
    }

    /// <summary>Changes the state from the version that it has. Right for the only one who changes it, once the change before is acknowledged.</summary>
    public Task ChangeStateAsync(string patch, string id) => SendAsync("state_update", $$"""{"version":{{State.Version}},"patch":{{patch}}}""", id);

    /// <summary>Whether everything that was sent is acknowledged.</summary>
    public bool IsAllAcknowledged
    {
        get
        {
            lock (_gate) return _unacknowledged.Count == 0;
        }
    }

    /// <summary>Connects to the gateway whose turn it is. Where that refuses, it waits as long as it is told and answers false.</summary>
    private async Task<bool> TryConnectAsync(ClientWebSocket socket, CancellationToken end)
    {
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        socket.Options.CollectHttpResponseDetails = true;
        var query = $"token={token}&client_id={clientId}";
        lock (_gate)
        {
            if (_epoch is not null) query += $"&last_seq={_ids.Count}&epoch={_epoch}&state_version={_state.Version}";
        }

        try
        {
            await socket.ConnectAsync(new Uri(gateways[_at % gateways.Count].Replace("http", "ws", StringComparison.Ordinal) + "/ws?" + query), Invoker, end);
            return true;
        }
        catch (WebSocketException)
        {
            _at++;
            var wait = PauseAfterFailure;
            if (socket.HttpStatusCode == HttpStatusCode.ServiceUnavailable)
            {
                RefusedByDrain++;
                wait = TimeSpan.FromSeconds(int.Parse(socket.HttpResponseHeaders!["Retry-After"].Single(), System.Globalization.CultureInfo.InvariantCulture));
            }

            await Task.Delay(wait, end);
            return false;
        }
    }

    private async Task ReadAsync(ClientWebSocket socket, CancellationToken end)
    {
        var buffer = new byte[4096];
        using var message = new MemoryStream();
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), end);
            if (part.MessageType == WebSocketMessageType.Close) break;
            message.Write(buffer, 0, part.Count);
            if (!part.EndOfMessage) continue;
            var frame = new Frame(Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length));
            message.SetLength(0);
            Take(frame);
            if (frame.Type == "connection_established") await BeginAsync(socket);
            if (frame.Type == "ping") await TrySendAsync("""{"type":"pong"}""");
            Announce();
        }

        lock (_gate)
        {
            _socket = null;
            if (_departures is [.., { ClosedMs: null } last]) _departures[^1] = last with { ClosedMs = NowMs, CloseCode = (int?)socket.CloseStatus };
            else _faults.Add($"closed unasked with {socket.CloseStatus}");
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, end);
    }

    /// <summary>Sends again, in their order, what the gateway before did not acknowledge.</summary>
    private async Task BeginAsync(ClientWebSocket socket)
    {
        List<string> texts;
        lock (_gate)
        {
            _socket = socket;
            texts = [.. _unacknowledged.Values];
        }

        foreach (var text in texts) await TrySendAsync(text);
    }

    private async Task TrySendAsync(string text)
    {
        await _sending.WaitAsync();
        try
        {
            ClientWebSocket? socket;
            lock (_gate) socket = _socket;
            if (socket is not null) await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It is sent again on the next connection.
        }
        finally
        {
            _sending.Release();
        }
    }
}
