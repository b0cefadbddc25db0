using System.Text.Json;

namespace Netra.Client.Tests;

public sealed class HandlingTests : ClientTests
{
    [Fact]
    public async Task On_SlowHandler_GetsMessagesOneAtATimeAndAcknowledgesBehindThem()
    {
        var began = System.Threading.Channels.Channel.CreateUnbounded<long>();
        var first = new TaskCompletionSource();
        var (_, connection) = await ConnectAsync(prepare: client => client.On<Note>("note", async message =>
        {
            began.Writer.TryWrite(message.Payload.N);
            if (message.Seq == 1) await first.Task;
        }));
        await connection.NoteAsync(1);
        await connection.NoteAsync(2);
        Assert.Equal(1, await began.Reader.ReadAsync().AsTask().InTime());

        Assert.Empty(await connection.AcksAsync());
        Assert.False(began.Reader.TryRead(out _));
        first.SetResult();

        Assert.Equal(1, (await connection.ReceiveAsync("ack")).GetProperty("payload").GetProperty("seq").GetInt64());
        Assert.Equal(2, await began.Reader.ReadAsync().AsTask().InTime());
    }

    [Fact]
    public async Task On_HandlerThatThrows_IsToldAndTheNextMessageComes()
    {
        var cause = new InvalidDataException("no");
        var second = new TaskCompletionSource<NetraMessage<Note>>();
        var (_, connection) = await ConnectAsync(prepare: client => client.On<Note>("note", message =>
        {
            if (message.Seq == 1) throw cause;
            second.SetResult(message);
        }));
        await connection.NoteAsync(1);
        await connection.NoteAsync(2);

        Assert.Equal(new ClientError("listener_failed", "A handler of note has failed.", "m1", cause), await NextErrorAsync());
        Assert.Equal((2, "m2", 2L), (await second.Task.InTime() is var message ? message.Payload.N : 0, message.Id, message.Seq));
    }

    [Fact]
    public async Task On_PayloadOfAnotherForm_IsToldAsAFailure()
    {
        var (_, connection) = await ConnectAsync(prepare: client => client.On<Note>("note", _ => Assert.Fail("It was read.")));

        await connection.SendAsync("""{"type":"note","seq":1,"timestamp":1,"payload":{"n":"one"}}""");

        Assert.IsType<JsonException>((await NextErrorAsync()).Cause);
        Assert.Equal(1, (await connection.ReceiveAsync("ack")).GetProperty("payload").GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task On_Disposed_HearsNothingMore()
    {
        var seen = new List<long?>();
        var (client, connection) = await ConnectAsync();
        var subscription = client.On<Note>("note", message => seen.Add(message.Seq));
        await connection.NoteAsync(1);
        await connection.ReceiveAsync("ack");

        subscription.Dispose();
        await connection.NoteAsync(2);
        await connection.ReceiveAsync("ack");

        Assert.Equal([1L], seen);
    }

    [Fact]
    public async Task Skipped_IsToldInItsPlace()
    {
        var told = System.Threading.Channels.Channel.CreateUnbounded<object?>();
        var (_, connection) = await ConnectAsync(prepare: client =>
        {
            client.On<Note>("note", async message =>
            {
                await Task.Yield();
                told.Writer.TryWrite(message.Seq);
            });
            client.Skipped += (_, skipped) => told.Writer.TryWrite(skipped);
        });
        await connection.NoteAsync(1);
        await connection.SendAsync("""{"type":"skipped","timestamp":1,"payload":{"from":2,"to":3,"reason":"expired"}}""");
        await connection.NoteAsync(4);

        var order = new List<object?>();
        while (order.Count < 3) order.Add(await told.Reader.ReadAsync().AsTask().InTime());
        Assert.Equal([1L, new SkippedMessages(2, 3, "expired"), 4L], order);
    }

    [Fact]
    public async Task Reset_IsToldBehindWhatCameBefore()
    {
        var told = System.Threading.Channels.Channel.CreateUnbounded<object?>();
        var release = new TaskCompletionSource();
        var (client, connection) = await ConnectAsync(prepare: client =>
        {
            client.On<Note>("note", async message =>
            {
                await release.Task;
                told.Writer.TryWrite(message.Seq);
            });
            client.Reset += (_, reset) => told.Writer.TryWrite(reset);
        });
        await connection.NoteAsync(1);
        await connection.AcksAsync();
        connection.Cut();
        await Server.EstablishedAsync("\"epoch\":\"e2\",\"reset_reason\":\"epoch_changed\"");
        release.SetResult();

        Assert.Equal(1L, await told.Reader.ReadAsync().AsTask().InTime());
        Assert.Equal(new PositionReset("epoch_changed", null, null), await told.Reader.ReadAsync().AsTask().InTime());
        Assert.False((await UntilAsync(client, ConnectionState.Connected)).Resumed);
    }

    [Fact]
    public async Task ConnectionChanged_WatcherThatThrows_KeepsNobodyFromHearingIt()
    {
        var heard = new List<ConnectionState>();
        var (_, connection) = await ConnectAsync(prepare: client =>
        {
            client.ConnectionChanged += (_, _) => throw new InvalidOperationException("no");
            client.ConnectionChanged += (_, status) => heard.Add(status.State);
        });

        Assert.Empty(await connection.AcksAsync());
        Assert.Equal([ConnectionState.Connecting, ConnectionState.Connected], heard);
    }
}
