namespace Netra.Gateway.Tests;

/// <summary>Clients that read, but so slowly that the system's send buffer takes nothing more for long.</summary>
public sealed class ConnectionSlowReaderTests : IAsyncDisposable
{
    private const int BytesPerSecond = 1_000;

    private readonly TestGateway _gateway = new(options =>
    {
        options.SlowConsumerBytesPerSecond = BytesPerSecond;
        options.SlowConsumerTimeout = TimeSpan.FromSeconds(20);
        options.CloseTimeout = TimeSpan.FromSeconds(10);
    });

    private readonly FakeUser _user = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Tick_WriteHangsAndTheClientsSystemTakesEnough_IsNotClosed()
    {
        var client = await StalledAsync();

        for (var second = 0; second < 100; second++) Read(2 * BytesPerSecond);

        await AssertLivesAsync(client);
    }

    [Fact]
    public async Task Tick_WriteHangsAndTheClientsSystemTakesEnoughAtTheLastMomentOnly_IsNotClosed()
    {
        var client = await StalledAsync();

        for (var turn = 0; turn < 4; turn++)
        {
            _gateway.Pass(19);
            Read(20 * BytesPerSecond);
        }

        await AssertLivesAsync(client);
    }

    [Fact]
    public async Task Tick_WriteHangsAndTheClientsSystemTakesTooLittle_ClosesWith4413()
    {
        var client = await StalledAsync();

        for (var second = 0; second < 21; second++) Read(BytesPerSecond * 9 / 10);

        Assert.Equal(4413, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task Tick_ClientStopsAfterItReadForLong_ClosesWith4413InTime()
    {
        var client = await StalledAsync();
        for (var second = 0; second < 60; second++) Read(10 * BytesPerSecond);

        _gateway.Pass(26);

        Assert.Equal(4413, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task Tick_SlowConsumer_CloseFrameComesBehindTheWriteUnderWayOnly()
    {
        var client = await StalledAsync();
        _gateway.Publish(_user, 5);

        _gateway.Pass(21);

        await client.ExpectNotesAsync(1, 1);
        Assert.Null(await client.NextOrCloseAsync());
        Assert.Equal(4413, (int)client.Socket.CloseStatus!.Value);
        await client.Socket.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await client.Served;
    }

    [Fact]
    public async Task Tick_NothingWaitsAndTheClientReadsWhatItHasNotHad_IsNotDead()
    {
        _gateway.Acknowledged.Bytes = 1_000_000;
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        await _gateway.PassAsync(1);

        for (var second = 0; second < 150; second++) Read(2 * BytesPerSecond);
        Assert.Equal(1, _gateway.Hub.Count);

        await client.NextAsync("ping");
        await client.SendAsync("""{"type":"pong"}""");
    }

    [Fact]
    public async Task Tick_NothingWaitsAndTheClientHadReadEverythingBefore_ClosesWith4408()
    {
        _gateway.Acknowledged.Bytes = 0;
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        _gateway.Acknowledged.Bytes = 10_000_000;

        await _gateway.PassAsync(60);

        Assert.Equal(4408, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task Close_ClientStillReads_IsCutOnlyWhenItTakesNothingMore()
    {
        _gateway.Acknowledged.Bytes = 0;
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        await _gateway.PassAsync(1);
        _gateway.Command(_user, Abstractions.ConnectionCommandKind.Close, code: Protocol.CloseCode.Replaced);

        for (var second = 0; second < 19; second++) Read(2 * BytesPerSecond);
        Assert.Equal(1, _gateway.Hub.Count);
        _gateway.Pass(12);

        await client.Served;
    }

    [Fact]
    public async Task Close_ClientReadsOnAndOn_IsCutAfterTwiceTheTimeOfSlowConsumers()
    {
        _gateway.Acknowledged.Bytes = 0;
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        await _gateway.PassAsync(1);
        _gateway.Command(_user, Abstractions.ConnectionCommandKind.Close, code: Protocol.CloseCode.Replaced);

        for (var second = 0; second < 38; second++) Read(2 * BytesPerSecond);
        Assert.Equal(1, _gateway.Hub.Count);
        for (var second = 0; second < 4; second++) Read(2 * BytesPerSecond);

        await client.Served;
    }

    [Theory]
    [InlineData(4401)]
    [InlineData(4403)]
    [InlineData(4429)]
    public async Task Close_ForAuthorisationOrAbuse_CloseFrameComesBehindTheWriteUnderWayOnly(int code)
    {
        var client = await StalledAsync();
        _gateway.Publish(_user, 5);

        _gateway.Command(_user, Abstractions.ConnectionCommandKind.Close, code: (Protocol.CloseCode)code);

        await client.ExpectNotesAsync(1, 1);
        Assert.Null(await client.NextOrCloseAsync());
        Assert.Equal(code, (int)client.Socket.CloseStatus!.Value);
        await client.Socket.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await client.Served;
    }

    [Fact]
    public async Task Leave_ConnectionThatIsClosingForAnotherReason_IsCutInTime()
    {
        _gateway.Acknowledged.Bytes = 0;
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        await _gateway.PassAsync(1);
        var connection = _gateway.Connection;
        _gateway.Command(_user, Abstractions.ConnectionCommandKind.Close, code: Protocol.CloseCode.Replaced);
        for (var second = 0; second < 5; second++) Read(2 * BytesPerSecond);

        _ = connection.LeaveAsync(0);
        for (var second = 0; second < 12; second++) Read(2 * BytesPerSecond);

        await client.Served;
    }

    [Fact]
    public async Task Leave_ClientStillReads_IsCutInTime()
    {
        _gateway.Acknowledged.Bytes = 0;
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        await _gateway.PassAsync(1);
        _ = _gateway.Connection.LeaveAsync(0);
        Assert.Equal(1012, await client.CloseCodeAsync());

        for (var second = 0; second < 12; second++) Read(2 * BytesPerSecond);

        await client.Served;
    }

    /// <summary>A client that has a frame to read whose write hangs.</summary>
    private async Task<TestClient> StalledAsync()
    {
        _gateway.Acknowledged.Bytes = 0;
        var client = await (await _gateway.ConnectAsync(_user, windowBytes: 16 * 1024)).GreetedAsync();
        await _gateway.PassAsync(1);
        _gateway.Publish(_user, 1, padding: 100_000);
        return client;
    }

    private static async Task AssertLivesAsync(TestClient client)
    {
        await client.ExpectNotesAsync(1, 1);
        await client.SendAsync("""{"type":"ping","id":"barrier"}""");
        while (await client.NextAsync() is var frame && frame.Id != "barrier") Assert.Equal("ping", frame.Type);
    }

    /// <summary>A second in which the client's system takes so much.</summary>
    private void Read(int bytes)
    {
        _gateway.Acknowledged.Bytes += bytes;
        _gateway.Pass(1);
    }
}
