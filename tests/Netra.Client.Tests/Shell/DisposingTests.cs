using Microsoft.Extensions.Time.Testing;

namespace Netra.Client.Tests;

public sealed class DisposingTests : ClientTests
{
    [Fact]
    public async Task DisposeAsync_HandlerAtWork_IsWaitedForAndAcknowledged()
    {
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var (client, connection) = await ConnectAsync(prepare: client => client.On<Note>("note", async _ =>
        {
            begun.SetResult();
            await release.Task;
        }));
        await connection.NoteAsync(1);
        await begun.Task.InTime();
        var disposing = client.DisposeAsync().AsTask();

        Assert.False(disposing.IsCompleted);
        release.SetResult();
        await disposing.InTime();

        Assert.Equal(1, (await connection.ReceiveAsync("ack")).GetProperty("payload").GetProperty("seq").GetInt64());
        Assert.Equal(1000, await connection.ClosedAsync());
    }

    [Fact]
    public async Task DisposeAsync_HandlerThatEndsByItsToken_IsNotAcknowledged()
    {
        var begun = new TaskCompletionSource();
        var (client, connection) = await ConnectAsync(prepare: client => client.On<Note>("note", async (_, cancelled) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancelled);
        }));
        await connection.NoteAsync(1);
        await begun.Task.InTime();

        await client.DisposeAsync().AsTask().InTime();

        Assert.Equal(1000, await connection.ClosedAsync());
        await Assert.ThrowsAsync<System.Threading.Channels.ChannelClosedException>(() => connection.ReceiveAsync("ack"));
        Assert.False(Errors.Reader.TryRead(out _));
    }

    [Fact]
    public async Task DisposeAsync_HandlerThatDoesNotEnd_IsLeftAfterTheTimeout()
    {
        var time = new SignallingTime();
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var (client, connection) = await ConnectAsync(
            options => (options.TimeProvider, options.CloseTimeout) = (time, TimeSpan.FromSeconds(77)),
            client => client.On<Note>("note", async _ =>
            {
                begun.SetResult();
                await release.Task;
            }));
        await connection.NoteAsync(1);
        await begun.Task.InTime();
        var disposing = client.DisposeAsync().AsTask();
        while (await time.NextDelayAsync() != TimeSpan.FromSeconds(77))
        {
            // Other timers of the client.
        }

        time.Advance(TimeSpan.FromSeconds(77));
        await disposing.InTime();

        Assert.Equal(1000, await connection.ClosedAsync());
        release.SetResult();
    }

    [Fact]
    public async Task DisposeAsync_FromAHandler_DoesNotWaitForItself()
    {
        var disposed = new TaskCompletionSource();
        var (_, connection) = await ConnectAsync(prepare: client => client.On<Note>("note", async _ =>
        {
            await client.DisposeAsync();
            disposed.SetResult();
        }));

        await connection.NoteAsync(1);

        await disposed.Task.InTime();
        Assert.Equal(1000, await connection.ClosedAsync());
    }

    [Fact]
    public async Task DisposeAsync_CallsThatWait_FailWithClosed()
    {
        var (client, connection) = await ConnectAsync();
        var sending = client.SendAsync("note", new Note(1));
        await connection.ReceiveAsync();

        await client.DisposeAsync().AsTask().InTime();

        Assert.Equal("closed", (await Assert.ThrowsAsync<NetraException>(() => sending.InTime())).Code);
        Assert.Equal("closed", (await Assert.ThrowsAsync<NetraException>(() => client.SendAsync("note", new Note(2)).InTime())).Code);
        Assert.Equal("closed", (await Assert.ThrowsAsync<NetraException>(() => client.ConnectAsync().InTime())).Code);
    }

    [Fact]
    public async Task DisposeAsync_ServerThatDoesNotAnswerTheClose_IsLeftAfterTheTimeout()
    {
        var time = new FakeTimeProvider();
        var (client, connection) = await ConnectAsync(options => options.TimeProvider = time);
        connection.StopReading();
        var disposing = client.DisposeAsync().AsTask();
        await UntilAsync(client, ConnectionState.Disconnected);
        while (!disposing.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(disposing, Task.Delay(1));
        }

        await disposing;
        Assert.Equal(ConnectionState.Disconnected, client.Connection.State);
    }

    [Fact]
    public async Task DisposeAsync_ReaderThatWaits_EndsItsLoop()
    {
        var (client, _) = await ConnectAsync();
        await using var messages = client.ReadAllAsync().GetAsyncEnumerator();
        var next = messages.MoveNextAsync().AsTask();

        await client.DisposeAsync().AsTask().InTime();

        Assert.False(await next.InTime());
    }

    [Fact]
    public async Task DisposeAsync_ConnectMeanwhile_LeavesNoSocket()
    {
        var time = new FakeTimeProvider();
        var (client, first) = await ConnectAsync(options => (options.TimeProvider, options.CloseTimeout) = (time, TimeSpan.FromSeconds(1)));
        // The end waits for this one's close frame, and the client connects again in the meantime.
        first.StopReading();
        client.ConnectionChanged += (_, status) =>
        {
            if (status.State == ConnectionState.Disconnected && Server.Attempts == 1) client.Connect();
        };
        var disposing = client.DisposeAsync().AsTask();
        var second = await Server.EstablishedAsync();
        // The answer to a ping: the socket is open on both sides.
        await second.AcksAsync();

        time.Advance(TimeSpan.FromSeconds(1));
        await disposing.InTime();

        Assert.Equal(1000, await second.ClosedAsync());
        Assert.Equal(ConnectionState.Disconnected, client.Connection.State);
    }

    [Fact]
    public async Task DisposeAsync_ClientThatWasNeverUsed_CanNotBeUsedAnyMore()
    {
        var client = Make();

        await client.DisposeAsync().AsTask().InTime();

        Assert.Equal("closed", (await Assert.ThrowsAsync<NetraException>(() => client.ConnectAsync().InTime())).Code);
        Assert.Equal("closed", (await Assert.ThrowsAsync<NetraException>(() => client.SendAsync("note", new Note(1)).InTime())).Code);
        Assert.Equal(0, Server.Attempts);
    }

    [Fact]
    public async Task DisconnectAsync_LoopThatFails_EndsAllTheSame()
    {
        var time = new FailingTime();
        var (client, _) = await ConnectAsync(options => options.TimeProvider = time);
        time.Fails = true;

        await client.DisconnectAsync().InTime();

        Assert.Equal("fault", (await NextErrorAsync()).Code);
        Assert.Equal("fault", (await UntilAsync(client, ConnectionState.Closed)).Reason);
    }
}
