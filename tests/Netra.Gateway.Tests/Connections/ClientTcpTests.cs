using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Netra.Gateway.Tests;

public sealed class ClientTcpTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Socket _client = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _server;

    public ClientTcpTests()
    {
        _listener.Start();
        _client.ReceiveBufferSize = 16 * 1024;
        _client.Connect(_listener.LocalEndpoint);
        _server = _listener.AcceptSocket();
        _server.Blocking = false;
    }

    public void Dispose()
    {
        _server.Dispose();
        _client.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public void Read_ClientReadsNothing_CountsWhatItsSystemTookAndNoMore()
    {
        var acknowledged = Client();
        var before = acknowledged.Read()!.Value;
        var sent = 0;
        while (_server.Send(new byte[64 * 1024], SocketFlags.None, out var error) is var count && error == SocketError.Success) sent += count;

        Assert.True(SpinWait.SpinUntil(() => acknowledged.Read() > before, Waiting.Patience));
        Assert.True(acknowledged.Read() - before < sent, "The client's system took what nobody has read.");

        var (read, buffer) = (0, new byte[64 * 1024]);
        while (read < sent) read += _client.Receive(buffer);
        Assert.True(SpinWait.SpinUntil(() => acknowledged.Read() - before == sent, Waiting.Patience), $"{acknowledged.Read() - before} of {sent}");
    }

    [Fact]
    public void Read_SocketIsClosed_IsNull()
    {
        var acknowledged = Client();

        _server.Dispose();

        Assert.Null(acknowledged.Read());
    }

    [Fact]
    public void LimitUnsent_ClientReadsNothing_TheSystemTakesHardlyMoreThanTheClients()
    {
        var tcp = Client();
        tcp.LimitUnsent(32 * 1024);
        var sent = 0;

        while (_server.Send(new byte[16 * 1024], SocketFlags.None, out var error) is var count && error == SocketError.Success) sent += count;

        // Megabytes without the limit.
        Assert.InRange(sent, 32 * 1024, 256 * 1024);
    }

    [Fact]
    public void Of_ConnectionWithoutASocket_IsNull() => Assert.Null(ClientTcp.Of(new FeatureCollection()));

    private ClientTcp Client()
    {
        var features = new FeatureCollection();
        features.Set<IConnectionSocketFeature>(new SocketFeature(_server));
        var acknowledged = ClientTcp.Of(features);
        Assert.SkipWhen(acknowledged is null, "Only Linux is asked.");
        return acknowledged;
    }

    private sealed class SocketFeature(Socket socket) : IConnectionSocketFeature
    {
        public Socket Socket => socket;
    }
}
