using System.Net.WebSockets;

namespace Netra.Client.Tests;

public sealed class ConnectingTests : ClientTests
{
    [Theory]
    [InlineData("http://host/ws", "ws://host/ws?client_id=tab-1&reject=close&start=unread")]
    [InlineData("https://host/ws", "wss://host/ws?client_id=tab-1&reject=close&start=unread")]
    [InlineData("wss://host:8443/a/ws?x=1", "wss://host:8443/a/ws?x=1&client_id=tab-1&reject=close&start=unread")]
    [InlineData("ws://host:80/ws", "ws://host/ws?client_id=tab-1&reject=close&start=unread")]
    public async Task Connect_ByAnAddress_OpensASocketWithTheQueryAndTheTokenBesideIt(string url, string opened)
    {
        await using var client = Make(options => (options.Url, options.ClientId) = (new Uri(url), "tab-1"));
        client.Connect();

        var connection = await Server.NextAsync();

        Assert.Equal((opened, "t"), (connection.Url.ToString(), connection.Token));
    }

    [Fact]
    public async Task ConnectAsync_ClosedForGood_Throws()
    {
        var connecting = Make().ConnectAsync();

        await (await Server.NextAsync()).CloseAsync(4403, "forbidden");

        var exception = await Assert.ThrowsAsync<NetraException>(() => connecting.InTime());
        Assert.Equal(("closed", "Closed: 4403 forbidden"), (exception.Code, exception.Message));
    }

    [Fact]
    public async Task ConnectAsync_Cancelled_WaitsNoMoreAndTheClientGoesOn()
    {
        using var cancelled = new CancellationTokenSource();
        var client = Make();
        var connecting = client.ConnectAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.InTime());

        client.Connect();
        await Server.EstablishedAsync();

        Assert.Equal(ConnectionState.Connected, (await UntilAsync(client, ConnectionState.Connected)).State);
    }

    [Fact]
    public async Task Connect_RefusedByHttp_WaitsAsTheAnswerSays()
    {
        Server.Failures.Enqueue(new UpgradeRefusedException(503, 7_000, new WebSocketException()));
        var client = Make();
        var waiting = UntilAsync(client, ConnectionState.Waiting);
        client.Connect();

        var status = await waiting;

        Assert.Equal((503, "http 503"), (status.Code!.Value - 4000, status.Reason));
        Assert.InRange(status.RetryIn!.Value.TotalMilliseconds, 7_000, 7_001);
    }

    [Fact]
    public async Task Connect_NoNetwork_ComesBack()
    {
        Server.Failures.Enqueue(new WebSocketException("outer", new IOException("Connection refused")));
        var waited = new TaskCompletionSource<ConnectionStatus>();
        var client = Make();
        client.ConnectionChanged += (_, status) =>
        {
            if (status.State == ConnectionState.Waiting) waited.TrySetResult(status);
        };
        client.Connect();
        await Server.EstablishedAsync();

        Assert.Equal(((int?)1006, "Connection refused"), (await waited.Task.InTime() is var status ? status.Code : 0, status.Reason));
        Assert.False(Errors.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Connect_SocketThatCanNotBeMade_IsToldAndComesBack()
    {
        var cause = new PlatformNotSupportedException("not here");
        Server.Failures.Enqueue(cause);
        var client = Make();
        client.Connect();

        Assert.Equal(new ClientError("socket_failed", "No socket can be opened.", null, cause), await NextErrorAsync());
        await Server.EstablishedAsync();
        Assert.Equal(2, Server.Attempts);
    }

    [Theory]
    [InlineData("{", WebSocketMessageType.Text)]
    [InlineData("""{"type":"note","timestamp":1,"payload":{}}""", WebSocketMessageType.Binary)]
    public async Task Frame_ThatIsNone_EndsTheConnectionWith4400(string text, WebSocketMessageType type)
    {
        var (_, connection) = await ConnectAsync();

        await connection.SendAsync(text, type);

        Assert.Equal(4400, await connection.ClosedAsync());
        await Server.EstablishedAsync();
    }

    [Fact]
    public async Task Frame_ThatIsTooLarge_EndsTheConnection()
    {
        var (client, connection) = await ConnectAsync(options => options.MaxFrameBytes = 1_000);

        await connection.SendAsync($$$"""{"type":"note","timestamp":1,"payload":{"text":"{{{new string('x', 10_000)}}}"}}""");

        await Server.EstablishedAsync();
        Assert.Equal(ConnectionState.Connected, (await UntilAsync(client, ConnectionState.Connected)).State);
    }

    [Fact]
    public async Task Frame_OfASocketThatWasLeft_IsNotHeard()
    {
        var blocked = new TaskCompletionSource();
        using var release = new ManualResetEventSlim();
        var states = new List<ConnectionState>();
        var (client, connection) = await ConnectAsync(prepare: client => client.State.Changed += (_, _) =>
        {
            blocked.TrySetResult();
            release.Wait(Deadline.Time);
        });
        await connection.SendAsync("""{"type":"state_snapshot","timestamp":1,"payload":{"version":1,"state":{}}}""");
        await blocked.Task.InTime();
        // Not before: everybody has been told by now that the first is connected.
        var connected = new TaskCompletionSource();
        client.ConnectionChanged += (_, status) =>
        {
            states.Add(status.State);
            if (status.State == ConnectionState.Connected) connected.TrySetResult();
        };

        // With the first the client leaves the socket; the second is in its hands already. More than the network holds follows them.
        await connection.SendAsync("""{"type":"resumed","timestamp":1,"payload":{"resumed":false,"reset_reason":"ahead"}}""");
        await connection.EstablishAsync();
        await connection.SendAsync($$$"""{"type":"note","timestamp":1,"payload":{"text":"{{{new string('x', 100_000)}}}"}}""");
        release.Set();
        var next = await Server.NextAsync();

        Assert.Equal([ConnectionState.Connecting], states);
        await next.EstablishAsync();
        await connected.Task.InTime();
        Assert.Equal([ConnectionState.Connecting, ConnectionState.Connected], states);
    }

    [Fact]
    public async Task DisconnectAsync_AcknowledgesAndCloses()
    {
        var (client, connection) = await ConnectAsync(
            options => (options.Numbers.AckEvery, options.Numbers.AckDelay) = (100, TimeSpan.FromDays(1)), client => client.On<Note>("note", _ => { }));
        await connection.NoteAsync(1);
        await connection.AcksAsync();

        // The handler of the first is done when the second has begun.
        var second = new TaskCompletionSource();
        client.On<Note>("last", _ => second.SetResult());
        await connection.SendAsync("""{"type":"last","timestamp":1,"payload":{"n":0}}""");
        await second.Task.InTime();
        await client.DisconnectAsync().InTime();

        Assert.Equal(1, (await connection.ReceiveAsync("ack")).GetProperty("payload").GetProperty("seq").GetInt64());
        Assert.Equal((1000, ConnectionState.Disconnected), (await connection.ClosedAsync(), client.Connection.State));
    }
}
