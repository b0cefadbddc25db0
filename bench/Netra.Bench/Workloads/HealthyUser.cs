using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;

namespace Netra.Bench;

/// <summary>
/// A user with one connection who is published to and pings at a steady rate, and acknowledges what comes. Open loop: each publish and ping has
/// a time when it is due, and its latency is counted from there.
/// </summary>
internal sealed class HealthyUser : IAsyncDisposable
{
    private const long AckEvery = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _over = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly BenchSocket _socket;
    private readonly Uri _publish;
    private readonly int _rate;
    private readonly Task _receiving;
    private HealthyWindow? _window;
    private long _lastSeq;
    private long _acked;

    private HealthyUser(BenchSocket socket, NetraCluster cluster, string name, int rate)
    {
        _socket = socket;
        _rate = rate;
        _publish = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{cluster.Port}/api/v1/users/{name}/messages"));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", cluster.Keys.ApiKey);
        _receiving = ReceiveAsync();
    }

    private static ReadOnlySpan<byte> PongStart => """{"type":"pong","""u8;

    private static ReadOnlySpan<byte> Index => "\"i\":"u8;

    private static ReadOnlySpan<byte> Seq => "\"seq\":"u8;

    /// <summary>Connects.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cluster">Netra.</param>
    /// <param name="name">The user.</param>
    /// <param name="rate">Publishes a second, and as many pings.</param>
    public static async Task<HealthyUser> ConnectAsync(RunContext run, NetraCluster cluster, string name, int rate)
    {
        var socket = await BenchSocket.ConnectAsync(cluster.Port, cluster.Keys.TargetOf(name), index: 0, run.CancellationToken);
        return new HealthyUser(socket, cluster, name, rate);
    }

    /// <summary>Publishes and pings for a while, and answers how long it took.</summary>
    public async Task<HealthyFigures> MeasureAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var window = new HealthyWindow((int)(length.TotalSeconds * _rate), _rate, (_window?.Last ?? -1) + 1);
        Volatile.Write(ref _window, window);
        // A thread of its own: work that waits for the pool would come late, and count as the server's delay.
        await Task.Factory.StartNew(() => Send(window, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var lastSentAt = Stopwatch.GetTimestamp();
        while (!window.IsComplete && Stopwatch.GetElapsedTime(lastSentAt) < Patience) await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        if (_receiving.IsCompleted) throw new BenchException("The healthy user's connection has ended.");
        return window.End(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _receiving;
        _socket.Dispose();
        _http.Dispose();
        _over.Dispose();
    }

    private void Send(HealthyWindow window, CancellationToken cancellationToken)
    {
        for (var i = window.First; i <= window.Last; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            window.SleepUntilPublish(i);
            _ = PublishAsync(i);
            window.SleepUntilPing(i);
            Send(string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"ping","payload":{"i":{{{i}}}}}"""));
            var seq = Volatile.Read(ref _lastSeq);
            if (seq < _acked + AckEvery) continue;
            Send(string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"ack","payload":{"seq":{{{seq}}}}}"""));
            _acked = seq;
        }
    }

    /// <summary>Blocks this thread, which is its own, where the server does not read.</summary>
    private void Send(string frame) => _socket.SendAsync(Encoding.UTF8.GetBytes(frame), _over.Token).AsTask().GetAwaiter().GetResult();

    private async Task PublishAsync(int index)
    {
        using var body = new StringContent(
            string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"tick","payload":{"i":{{{index}}}}}"""), Encoding.UTF8, "application/json");
        try
        {
            // A publish that fails brings no frame, and is missed there.
            using var answer = await _http.PostAsync(_publish, body, _over.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            // The same.
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            await _socket.ReceiveAsync(Take, _over.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // Whoever measures sees that it has ended.
        }
    }

    private void Take(ReadOnlyMemory<byte> frame, bool isPing)
    {
        if (Number(frame.Span, Index) is not { } index) return;
        var isPong = frame.Span.StartsWith(PongStart);
        if (!isPong && Number(frame.Span, Seq) is { } seq) Volatile.Write(ref _lastSeq, seq);
        Volatile.Read(ref _window)?.Take((int)index, isPong);
    }

    private static long? Number(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> name)
    {
        var at = frame.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(frame[(at + name.Length)..], out long number, out _) ? number : null;
    }
}
