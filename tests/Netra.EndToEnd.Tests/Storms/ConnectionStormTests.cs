using System.Globalization;
using System.Net.WebSockets;

namespace Netra.EndToEnd.Tests;

/// <summary>Two thousand clients at once against a host that lets in a few at a time.</summary>
[Collection(nameof(Alone))]
public sealed class ConnectionStormTests
{
    private const int Clients = 2_000, MaxTries = 10;

    [Fact]
    public async Task TwoThousandClients_AtOnce_AllGetInWithinAFewTries()
    {
        await using var host = await HostProcess.StartAsync(new HostSettings()
            .With("Netra:Gateway:MaxConcurrentAttaches", "4")
            .With("Netra:Gateway:MaxWaitingAttaches", "32")
            .With("Netra:Gateway:MaxRetryAfter", "00:00:05"));
        var before = host.WorkingSetBytes;

        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => ConnectAsync(host, $"storm-{i}")));

        var tries = clients.Select(client => client.Tries).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"At most {tries.Max()} tries, {tries.Average():F2} each; {(host.WorkingSetBytes - before) / Clients} bytes of memory a connection.");
        Assert.Contains(tries, count => count > 1);
        Assert.All(clients, client => Assert.Equal(WebSocketState.Open, client.Socket.State));
        foreach (var (socket, _) in clients) socket.Dispose();
    }

    private static async Task<(ClientWebSocket Socket, int Tries)> ConnectAsync(HostProcess host, string user)
    {
        var address = new Uri(host.BaseUrl.Replace("http", "ws", StringComparison.Ordinal) + "/ws?token=" + TestToken.For(user));
        for (var tries = 1; ; tries++)
        {
            using var patience = new CancellationTokenSource(Patience.Long);
            var socket = new ClientWebSocket();
            socket.Options.CollectHttpResponseDetails = true;
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            try
            {
                await socket.ConnectAsync(address, patience.Token);
                return (socket, tries);
            }
            catch (WebSocketException) when (tries < MaxTries && (int)socket.HttpStatusCode == 503)
            {
                var retryAfter = int.Parse(socket.HttpResponseHeaders!["Retry-After"].Single(), CultureInfo.InvariantCulture);
                Assert.InRange(retryAfter, 1, 5);
                socket.Dispose();
                await Task.Delay(TimeSpan.FromSeconds(retryAfter), patience.Token);
            }
        }
    }
}
