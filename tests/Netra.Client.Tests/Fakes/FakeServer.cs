using System.Net.WebSockets;
using System.Threading.Channels;
using Netra.Cluster.Tests;
using Netra.Protocol;

namespace Netra.Client.Tests;

/// <summary>The server's side of a client's sockets, in memory: real WebSockets, no network.</summary>
internal sealed class FakeServer
{
    private readonly Channel<FakeConnection> _opened = Channel.CreateUnbounded<FakeConnection>();

    /// <summary>Thrown in the place of the next sockets.</summary>
    public Queue<Exception> Failures { get; } = new();

    /// <summary>How many sockets were asked for.</summary>
    public int Attempts { get; private set; }

    public Task<WebSocket> ConnectAsync(Uri url, string token, CancellationToken cancellationToken)
    {
        Attempts++;
        if (Failures.TryDequeue(out var failure)) throw failure;
        var (server, client) = DuplexStream.CreatePair();
        _opened.Writer.TryWrite(new FakeConnection(url, token, server));
        return Task.FromResult(WebSocket.CreateFromStream(client, isServer: false, ProtocolVersion.Subprotocol, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Waits for the next socket.</summary>
    public Task<FakeConnection> NextAsync() => _opened.Reader.ReadAsync().AsTask().InTime();

    /// <summary>Waits for the next socket and begins the connection.</summary>
    public async Task<FakeConnection> EstablishedAsync(string more = "")
    {
        var connection = await NextAsync();
        await connection.EstablishAsync(more);
        return connection;
    }
}
