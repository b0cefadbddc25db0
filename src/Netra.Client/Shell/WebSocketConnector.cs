using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using Netra.Protocol;

namespace Netra.Client;

/// <summary>Opens real sockets.</summary>
internal sealed class WebSocketConnector(NetraClientOptions options)
{
    public async Task<WebSocket> ConnectAsync(Uri url, string token, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.AddSubProtocol(ProtocolVersion.Subprotocol);
            socket.Options.CollectHttpResponseDetails = true;
            // The client has signs of life of its own.
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            // In the header, not in the query: addresses end up in the logs of proxies.
            socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
            options.ConfigureSocket?.Invoke(socket.Options);
            await socket.ConnectAsync(url, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (WebSocketException exception) when (IsRefused(socket.HttpStatusCode))
        {
            var refused = new UpgradeRefusedException((int)socket.HttpStatusCode, RetryAfterMs(socket.HttpResponseHeaders), exception);
            socket.Dispose();
            throw refused;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsRefused(HttpStatusCode status) => status != 0 && status != HttpStatusCode.SwitchingProtocols;

    // RFC 9110, section 10.2.3: seconds, or a date.
    private long? RetryAfterMs(IReadOnlyDictionary<string, IEnumerable<string>>? headers)
    {
        if (headers is null || !headers.TryGetValue("Retry-After", out var values)) return null;
        var text = values.FirstOrDefault();
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return Math.Min(seconds, int.MaxValue) * 1_000;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? Math.Max(0, (long)(date - options.TimeProvider.GetUtcNow()).TotalMilliseconds)
            : null;
    }
}
