using System.Net.WebSockets;

namespace Netra.EndToEnd.Tests;

/// <summary>
/// A user of the test of zero loss: one that publishes over HTTP, one that sends over a socket, and one that reads. Each repeats with the same id, or comes back
/// with its last seq, whenever the host or its own whim cuts it off.
/// </summary>
internal sealed class ZeroLossUser(HostProcess host, string name, int each, int seed)
{
    private static readonly string[] Priorities = ["low", "normal", "high", "critical"];

    private readonly UserCalls _calls = new(host.Api, name);
    private readonly Dictionary<long, Frame> _received = [];
    private int _published;
    private int _sent;

    /// <summary>How many messages were answered for.</summary>
    public int Accepted => Volatile.Read(ref _published) + Volatile.Read(ref _sent);

    public Task RunAsync() => Task.WhenAll(
        Task.Run(() => PublishAsync(new Random(seed))), Task.Run(() => SendAsync(new Random(seed + 1))), Task.Run(() => ReadAsync(new Random(seed + 2))));

    /// <summary>Asserts that the log holds each message once, in the order of its sender, and that the reader has exactly what is there.</summary>
    public async Task AssertCompleteAsync(int ofSeed)
    {
        var stored = await _calls.MessagesAsync();
        var what = $"{name}, seed {ofSeed}";
        Assert.True(stored.Count == 2 * each, $"{what}: {stored.Count} messages are stored.");
        Assert.Equal(Enumerable.Range(1, 2 * each).Select(seq => (long?)seq), stored.Select(frame => frame.Seq));
        foreach (var source in new[] { "http", "socket" })
            Assert.Equal(Enumerable.Range(0, each), Runs.Numbers(stored.Where(frame => frame.Payload.GetProperty("by").GetString() == source)));
        Assert.Equal(stored.Select(frame => (frame.Seq, frame.Id, frame.PayloadText)), _received.Values.OrderBy(frame => frame.Seq).Select(frame => (frame.Seq, frame.Id, frame.PayloadText)));
        Assert.Equal(0, (await _calls.NumbersAsync()).DeadLetters);
    }

    private async Task PublishAsync(Random random)
    {
        for (var n = 0; n < each; n++)
        {
            var message = $$$"""{"type":"zero","id":"http-{{{n}}}","priority":"{{{Priorities[random.Next(4)]}}}","payload":{"by":"http","n":{{{n}}}}}""";
            await UntilDoneAsync(async () => (await _calls.TryPublishAsync(message)).Status == 200);
            Interlocked.Increment(ref _published);
        }
    }

    private async Task SendAsync(Random random)
    {
        NetraSocket? socket = null;
        for (var n = 0; n < each; n++)
        {
            await UntilDoneAsync(async () =>
            {
                socket ??= await host.ConnectAsync(name, "start=head");
                if (random.Next(40) == 0) socket.Abort();
                try
                {
                    return (await socket.AskAsync("zero", $$"""{"by":"socket","n":{{n}}}""", $"socket-{n}")).Type == "ack";
                }
                catch
                {
                    await socket.DisposeAsync();
                    socket = null;
                    throw;
                }
            });
            Interlocked.Increment(ref _sent);
        }

        if (socket is not null) await socket.DisposeAsync();
    }

    private async Task ReadAsync(Random random)
    {
        var last = 0L;
        while (_received.Count < 2 * each || last < 2 * each)
        {
            await UntilDoneAsync(async () =>
            {
                await using var socket = await host.ConnectAsync(name, $"client_id=reader&last_seq={last}");
                for (var left = random.Next(1, 120); left > 0 && last < 2 * each; left--)
                {
                    var frame = await socket.ReceiveAsync(one => one.Seq is not null);
                    // Ahead of its turn it may come again, and then it is the same.
                    if (!_received.TryAdd(frame.Seq!.Value, frame)) Assert.True(frame.IsExpedited, $"{frame} came twice.");
                    if (!frame.IsExpedited)
                    {
                        Assert.True(frame.Seq == last + 1, $"After {last} came {frame}");
                        last++;
                    }

                    // The run passes in silence what has come ahead of it.
                    while (_received.ContainsKey(last + 1)) last++;
                }

                return true;
            });
        }
    }

    /// <summary>Tries until it is done; what a dead host throws is no end.</summary>
    private static async Task UntilDoneAsync(Func<Task<bool>> tryAsync)
    {
        using var patience = new CancellationTokenSource(Patience.Long);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            try
            {
                if (await tryAsync()) return;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or WebSocketException or InvalidOperationException or OperationCanceledException)
            {
                // The host is down, or the socket was cut: again.
            }

            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
