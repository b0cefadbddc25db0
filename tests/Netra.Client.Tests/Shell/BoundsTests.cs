using System.Net.WebSockets;

namespace Netra.Client.Tests;

public sealed class BoundsTests : ClientTests
{
    [Fact]
    public async Task Send_ManyUnderWay_AllGoOut()
    {
        const int Count = 1_500;
        var (client, connection) = await ConnectAsync(options => (options.Numbers.MaxOutbox, options.Numbers.MaxInFlight) = (Count, Count));
        for (var n = 0; n < Count; n++) _ = client.SendAsync("note", new Note(n));
        for (var n = 0; n < Count; n++) await connection.ReceiveAsync();
        connection.Cut();

        // All at once, in the turn of the core in which the connection begins.
        var next = await Server.EstablishedAsync("\"resumed\":true");
        for (var n = 0; n < Count; n++) Assert.Equal(n, (await next.ReceiveAsync()).GetProperty("payload").GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task Send_SocketThatTakesNothing_IsDroppedWhenTheQueueIsFull()
    {
        var waited = new TaskCompletionSource<ConnectionStatus>();
        var (client, connection) = await ConnectAsync();
        client.ConnectionChanged += (_, status) =>
        {
            if (status.State == ConnectionState.Waiting) waited.TrySetResult(status);
        };
        connection.Stall();
        _ = client.SendAsync("note", new Note(0));

        // Each asks for an answer. The network holds some of them, the queue some more.
        var pinging = PingAsync(connection, 20_000);

        Assert.Equal(1006, (await waited.Task.InTime()).Code);
        var next = await Server.EstablishedAsync("\"resumed\":true");
        Assert.Equal(0, (await next.ReceiveAsync("note")).GetProperty("payload").GetProperty("n").GetInt32());
        Assert.True(await pinging < 20_000);
    }

    [Fact]
    public async Task Deliver_SlowHandler_LeavesWhatIsTooMuchOnTheServer()
    {
        var release = new TaskCompletionSource();
        var (_, connection) = await ConnectAsync(
            options => options.Numbers.MaxPending = 4, client => client.On<Note>("note", _ => release.Task));
        for (var seq = 1; seq <= 20; seq++) await connection.NoteAsync(seq);
        await connection.AcksAsync();

        release.SetResult();

        var resume = await connection.ReceiveAsync("resume");
        Assert.InRange(resume.GetProperty("payload").GetProperty("last_seq").GetInt64(), 1, 4);
    }

    // Until the socket is lost. Answers how many went out.
    private static async Task<int> PingAsync(FakeConnection connection, int count)
    {
        for (var i = 0; i < count; i++)
        {
            try
            {
                await connection.SendAsync("""{"type":"ping","timestamp":1}""");
            }
            catch (Exception exception) when (exception is WebSocketException or IOException)
            {
                return i;
            }
        }

        return count;
    }
}
