namespace Netra.Client.Tests;

public sealed class ReadingTests : ClientTests
{
    [Fact]
    public async Task ReadAllAsync_LoopBody_IsTheHandler()
    {
        var (client, connection) = await ConnectAsync();
        await using var messages = client.ReadAllAsync().GetAsyncEnumerator();
        await connection.NoteAsync(1);
        await connection.NoteAsync(2);

        Assert.True(await messages.MoveNextAsync().AsTask().InTime());
        Assert.Equal(1, messages.Current.Payload.GetProperty("n").GetInt32());
        Assert.Empty(await connection.AcksAsync());
        Assert.True(await messages.MoveNextAsync().AsTask().InTime());
        Assert.Equal(1, (await connection.ReceiveAsync("ack")).GetProperty("payload").GetProperty("seq").GetInt64());
        await client.DisconnectAsync();
        Assert.False(await messages.MoveNextAsync().AsTask().InTime());
    }

    [Fact]
    public async Task ReadAllAsync_ClosedForGood_Throws()
    {
        var (client, connection) = await ConnectAsync();
        await using var messages = client.ReadAllAsync().GetAsyncEnumerator();
        var next = messages.MoveNextAsync().AsTask();

        await connection.CloseAsync(4409);

        Assert.Equal("closed", (await Assert.ThrowsAsync<NetraException>(() => next.InTime())).Code);
    }

    [Fact]
    public async Task ReadAllAsync_LeftLoop_MissesNothingBehindIt()
    {
        var (client, connection) = await ConnectAsync();
        var messages = client.ReadAllAsync();
        await connection.NoteAsync(1);
        await connection.NoteAsync(2);
        await foreach (var message in messages)
        {
            Assert.Equal(1, message.Seq);
            break;
        }

        Assert.Equal(1, (await connection.ReceiveAsync("ack")).GetProperty("payload").GetProperty("seq").GetInt64());
        Assert.Empty(await connection.AcksAsync());
        await foreach (var message in client.ReadAllAsync())
        {
            Assert.Equal(2, message.Seq);
            break;
        }
    }

    [Fact]
    public async Task ReadAllAsync_Cancelled_EndsTheLoopAndKeepsWhatIsNext()
    {
        using var cancelled = new CancellationTokenSource();
        var (client, connection) = await ConnectAsync();
        var messages = client.ReadAllAsync(cancelled.Token).GetAsyncEnumerator();
        var next = messages.MoveNextAsync().AsTask();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.InTime());

        await connection.NoteAsync(1);

        Assert.Empty(await connection.AcksAsync());
        await using var again = client.ReadAllAsync().GetAsyncEnumerator();
        Assert.True(await again.MoveNextAsync().AsTask().InTime());
        Assert.Equal(1, again.Current.Seq);
    }

    [Fact]
    public async Task ReadAllAsync_SecondLoopOverOneReader_IsRefused()
    {
        var messages = Make().ReadAllAsync();
        await using var first = messages.GetAsyncEnumerator();

        Assert.Throws<InvalidOperationException>(() => messages.GetAsyncEnumerator());
    }

    [Fact]
    public async Task DisposeAsync_OfferedMessage_IsNotReadAnyMore()
    {
        var (client, connection) = await ConnectAsync();
        await using var messages = client.ReadAllAsync().GetAsyncEnumerator();
        await connection.NoteAsync(1);
        await connection.AcksAsync();

        await client.DisposeAsync().AsTask().InTime();

        Assert.False(await messages.MoveNextAsync().AsTask().InTime());
    }

    [Fact]
    public async Task ReadAllAsync_EndedBeforeItsLoop_LetsMessagesWaitForTheNext()
    {
        var (client, connection) = await ConnectAsync();
        var unread = client.ReadAllAsync();
        await connection.CloseAsync(4409);
        await UntilAsync(client, ConnectionState.Closed);
        client.Connect();
        var next = await Server.EstablishedAsync();
        await next.NoteAsync(1);

        // A client that is busy for ever with the reader that has ended acknowledges nothing, but answers.
        Assert.Empty(await next.AcksAsync());
        var ended = await Assert.ThrowsAsync<NetraException>(async () => await unread.GetAsyncEnumerator().MoveNextAsync().AsTask().InTime());
        await using var messages = client.ReadAllAsync().GetAsyncEnumerator();

        Assert.Equal("closed", ended.Code);
        Assert.True(await messages.MoveNextAsync().AsTask().InTime());
        Assert.Equal(1, messages.Current.Seq);
    }

    [Fact]
    public async Task ReadAllAsync_MessageThatIsNone_IsToldAndTheNextComes()
    {
        var (client, connection) = await ConnectAsync();
        await using var messages = client.ReadAllAsync().GetAsyncEnumerator();
        await connection.SendAsync("""{"type":"note","seq":1,"timestamp":9000000000000000000,"payload":{}}""");
        await connection.NoteAsync(2);

        Assert.True(await messages.MoveNextAsync().AsTask().InTime());
        Assert.Equal(2, messages.Current.Seq);
        Assert.Equal("listener_failed", (await NextErrorAsync()).Code);
    }
}
