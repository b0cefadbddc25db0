namespace Netra.Gateway.Tests;

public sealed class ConnectionQueueTests : IAsyncDisposable
{
    private const int Window = 16 * 1024;
    private const int Padding = 1_000;
    private readonly TestGateway _gateway = new(options => options.MaxQueuedFrames = 32);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Deliver_ReaderStops_QueueStaysBoundedAndEverythingComesInOrder()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user, windowBytes: Window)).GreetedAsync();

        for (var i = 0; i < 20; i++)
        {
            _gateway.Publish(user, 50, Padding);
            // What the window holds, a frame under way, a full queue, and a page on top of a half-full one.
            Assert.InRange(_gateway.Connection.Cursor, 1, (Window / Padding) + 1 + 32 + 16);
        }

        Assert.InRange(user.FramesPulled, 0, 32);
        await client.ExpectNotesAsync(1, 1_000);
        _gateway.Publish(user, 1);
        await client.ExpectNotesAsync(1_001, 1_001);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task CatchUp_ReaderStops_PullsOnlyWhatTheQueueTakes()
    {
        var user = new FakeUser().Append(1_000, Padding);
        var client = await (await _gateway.ConnectAsync(user, windowBytes: Window)).GreetedAsync();

        for (var seq = 1; seq <= 1_000; seq++)
        {
            Assert.Equal(seq, (await client.NextAsync("note")).Seq);
            Assert.InRange(user.FramesPulled - seq, 0, (Window / Padding) + 2 + 32 + 16);
        }
    }

    [Fact]
    public async Task Handle_AnswersNotRead_StopsReadingTheSocket()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user, windowBytes: Window)).GreetedAsync();
        var pad = new string('x', Padding);

        // A client that asks and never reads: its own writes stall in the end, because nobody reads them either.
        var sent = 0;
        var flood = Task.Run(async () =>
        {
            for (; sent < 300; sent++) await client.SendAsync($$$"""{"type":"ping","payload":{"n":{{{sent}}},"pad":"{{{pad}}}"}}""");
        });
        for (var n = 0; n < 300; n++) Assert.Equal(n, (await client.NextAsync("pong")).Payload.GetProperty("n").GetInt32());

        await flood.WithinReason();
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Tick_WriteMakesNoProgress_ClosesWith4413()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user, windowBytes: Window)).GreetedAsync();
        _gateway.Publish(user, 40, Padding);

        await _gateway.PassAsync(31);

        Assert.Equal(4413, await client.CloseAndAnswerAsync());
        Assert.Equal(1, user.Calls.Count(FakeUser.Detach));
    }

    [Fact]
    public async Task Tick_SlowButReading_IsNotClosed()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user, windowBytes: Window)).GreetedAsync();
        _gateway.Publish(user, 200, Padding);

        for (var seq = 1; seq <= 200; seq++)
        {
            if (seq % 20 == 0)
            {
                await client.SendAsync("""{"type":"alive","id":"a"}""");
                await _gateway.PassAsync(5);
            }

            ServerFrame frame;
            do frame = await client.NextAsync();
            while (frame.Type != "note");
            Assert.Equal(seq, frame.Seq);
        }
    }

    [Fact]
    public async Task Tick_NotReadAfterItsClose_SocketIsCut()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user, windowBytes: Window)).GreetedAsync();
        _gateway.Publish(user, 40, Padding);

        await _gateway.PassAsync(37);

        await client.Served;
        Assert.Equal(0, _gateway.Hub.Count);
    }
}
