using Microsoft.Extensions.Time.Testing;

namespace Netra.Client.Tests;

public sealed class LivenessTests : ClientTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Liveness_SilentServer_IsAskedAndThenLeft()
    {
        var (client, connection) = await ConnectAsync(options => options.TimeProvider = _time);
        await connection.AcksAsync();

        _time.Advance(TimeSpan.FromSeconds(30));
        await connection.ReceiveAsync("ping");
        // What is sent after the ping goes out when the client has begun to wait for its answer.
        _ = client.SendAsync("note", new Note(1));
        await connection.ReceiveAsync("note");
        var waiting = UntilAsync(client, ConnectionState.Waiting);
        _time.Advance(TimeSpan.FromSeconds(10));

        var status = await waiting;
        Assert.Equal((null, "silent"), (status.Code, status.Reason));
        Assert.Equal(4408, await connection.ClosedAsync());
    }

    [Fact]
    public async Task Wake_ServerThatAnswers_KeepsTheConnection()
    {
        var (client, connection) = await ConnectAsync(options => options.TimeProvider = _time);
        client.Wake();
        await connection.ReceiveAsync("ping");
        await connection.SendAsync("""{"type":"pong","timestamp":1}""");
        await connection.AcksAsync();

        _time.Advance(TimeSpan.FromSeconds(5));

        await connection.AcksAsync();
        Assert.Equal(ConnectionState.Connected, client.Connection.State);
    }

    [Fact]
    public async Task Connect_ServerThatSaysNothing_IsLeftAfterTheTimeout()
    {
        var client = Make(options => options.TimeProvider = _time);
        client.Connect();
        var connection = await Server.NextAsync();
        var waiting = UntilAsync(client, ConnectionState.Waiting);

        _time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal("timeout", (await waiting).Reason);
        Assert.Equal(4408, await connection.ClosedAsync());
    }
}
