using System.Net.WebSockets;
using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>A hundred thousand messages to one user who is away: everything stays bounded.</summary>
public sealed class AwayUserTests
{
    private const int Limit = 1_000;

    /// <summary>
    /// Every message is written twice, as itself and as a dead letter: 200 MB. What is retained of them is 2 MB; beside it stand at most the write-ahead log, and
    /// tables that are not merged yet, a few for each of the store's parts.
    /// </summary>
    private const long DiskBytes = WalBytes + (16 * WriteBufferBytes);

    private const long WalBytes = 32L * 1024 * 1024;
    private const long WriteBufferBytes = 2L * 1024 * 1024;

    /// <summary>Less than a third of what the messages behind the warm-up have in bytes alone, and room for what a runtime keeps of a burst.</summary>
    private const long MemoryBytes = 64L * 1024 * 1024;

    [Fact]
    public async Task UserAway_HundredThousandMessages_StoreMemoryAndReplayStayBounded()
    {
        const int Each = 1_000, Last = 100 * Each, WarmUp = 30 * Each;
        var text = new string('x', 1_000);
        await using var host = await HostProcess.StartAsync(new HostSettings()
            .With("Netra:Storage:RocksDb:WriteBufferBytes", $"{WriteBufferBytes}")
            .With("Netra:Storage:RocksDb:TotalWriteBufferBytes", $"{8 * WriteBufferBytes}")
            .With("Netra:Storage:RocksDb:MaxWalBytes", $"{WalBytes}"));
        var user = new UserCalls(host.Api, "away");
        await PublishAsync(user, WarmUp, Each, text);
        var memory = host.WorkingSetBytes;

        await PublishAsync(user, Last - WarmUp, Each, text);

        await user.AssertNumbersAsync(new UserNumbers(Last, Last - Limit + 1, Limit, 0, Limit, 0));
        var letters = await user.DeadLettersAsync();
        Assert.Equal((Last - (2 * Limit) + 1, Last - Limit), (letters[0].Seq, letters[^1].Seq));
        Assert.Equal(Enumerable.Range(Last - Limit + 1, Limit).Select(seq => (long)seq), (await user.MessagesAsync()).Select(frame => frame.Seq!.Value));
        var grown = host.WorkingSetBytes - memory;
        var stored = SizeOf(host.DataPath);
        TestContext.Current.TestOutputHelper?.WriteLine($"Memory grew by {grown >> 20} MiB to {host.WorkingSetBytes >> 20} MiB; {stored >> 20} MiB on disk.");
        Assert.True(grown < MemoryBytes, $"The host's memory grew by {grown >> 20} MiB.");
        // Tables are merged in the background.
        await Eventually.IsAsync(true, () => Task.FromResult(SizeOf(host.DataPath) < DiskBytes));

        // What was given up is found again behind a crash too, and the next replay is the newest thousand.
        await host.KillAsync();
        await host.StartAgainAsync();
        await user.AssertNumbersAsync(new UserNumbers(Last, Last - Limit + 1, Limit, 0, Limit, 0));
        TestContext.Current.TestOutputHelper?.WriteLine($"{SizeOf(host.DataPath) >> 20} MiB are on disk behind the crash.");
        await Eventually.IsAsync(true, () => Task.FromResult(SizeOf(host.DataPath) < DiskBytes));
        await using var socket = await host.ConnectAsync(user.User);
        Runs.AssertWhole(await socket.UntilAsync(Last), Last - Limit + 1, Last);
    }

    [Fact]
    public async Task Replay_ToAClientThatDoesNotRead_WaitsForIt()
    {
        // 12 MB: more than sockets and queues take while nobody reads.
        const int Count = 1_000;
        var text = new string('x', 12_000);
        await using var host = await HostProcess.StartAsync();
        var user = new UserCalls(host.Api, "slow");
        await PublishAsync(user, Count, 200, text);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new Uri(host.BaseUrl.Replace("http", "ws", StringComparison.Ordinal) + "/ws?token=" + await host.Api.TokenAsync(user.User)), CancellationToken.None);
        await ReadAsync(socket);

        // It was not read from the log yet, or it could not be taken back.
        Assert.Equal(204, (await user.RevokeAsync(Count)).Status);
        // What comes meanwhile pushes out what the client has not got, and it is told so in its place.
        const int Later = 900;
        await PublishAsync(user, Later, 100, text);

        var frames = new List<Frame>();
        while (frames.Count == 0 || frames[^1].Reaches < Count + Later) frames.Add(await ReadAsync(socket));
        Runs.AssertWhole(frames, 1, Count + Later);
        Assert.DoesNotContain(frames, frame => frame.Seq == Count);
        Assert.Equal(["overflow", "revoked"], frames.Where(frame => frame.Type == "skipped").Select(frame => frame.Payload.GetProperty("reason").GetString()));
    }

    private static async Task PublishAsync(UserCalls user, int count, int each, string text)
    {
        var batch = Enumerable.Repeat($$$"""{"type":"note","payload":{"text":"{{{text}}}"}}""", each).ToList();
        for (var i = 0; i < count; i += each) Assert.Equal(each, (await user.PublishBatchAsync(batch)).Count);
    }

    private static async Task<Frame> ReadAsync(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(Patience.Short);
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            Assert.Equal(WebSocketMessageType.Text, part.MessageType);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return new Frame(Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length));
        }
    }

    private static long SizeOf(string directory) => new DirectoryInfo(directory)
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .Sum(file => file.Exists ? file.Length : 0);
}
