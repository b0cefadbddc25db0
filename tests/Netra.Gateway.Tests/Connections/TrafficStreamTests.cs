namespace Netra.Gateway.Tests;

public sealed class TrafficStreamTests : IDisposable
{
    private const int Window = 16 * 1024;
    private readonly ObservedTime _time = new();
    private readonly SocketTraffic _traffic = new() { MaxOverheadBytesPerSecond = 100 };
    private readonly DuplexStream _client;
    private readonly TrafficStream _server;

    public TrafficStreamTests()
    {
        (_client, var inner) = DuplexStream.CreatePair(Window);
        _server = new TrafficStream(inner, _traffic, _time);
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task WriteAsync_Large_NotesEachPartThatIsTaken()
    {
        var bytes = new byte[3 * Window];
        Random.Shared.NextBytes(bytes);
        var writing = _server.WriteAsync(bytes).AsTask();
        Assert.Equal(0, _traffic.LastProgressMs);
        var read = new byte[bytes.Length];

        await _client.ReadExactlyAsync(read.AsMemory(0, Window)).AsTask().WithinReason();
        Assert.True(SpinWait.SpinUntil(() => _traffic.LastProgressMs == ObservedTime.Origin.ToUnixTimeMilliseconds(), Waiting.Patience));
        _time.Advance(TimeSpan.FromSeconds(5));
        await _client.ReadExactlyAsync(read.AsMemory(Window, Window)).AsTask().WithinReason();
        Assert.True(SpinWait.SpinUntil(() => _traffic.LastProgressMs == _time.NowMs, Waiting.Patience));
        Assert.False(writing.IsCompleted);

        await _client.ReadExactlyAsync(read.AsMemory(2 * Window)).AsTask().WithinReason();
        await writing.WithinReason();
        Assert.Equal(bytes, read);
    }

    [Fact]
    public async Task WriteAsync_SmallThatHasToWait_IsProgressWhenItIsTaken()
    {
        await _server.WriteAsync(new byte[Window - 1]);
        var writing = _server.WriteAsync(new byte[100]).AsTask();
        Assert.Equal(0, _traffic.LastProgressMs);

        await _client.ReadExactlyAsync(new byte[Window].AsMemory()).AsTask().WithinReason();
        await writing.WithinReason();

        Assert.Equal(_time.NowMs, _traffic.LastProgressMs);
    }

    [Fact]
    public async Task ReadAsync_ZeroBytes_WaitsWithoutTakingAnythingAndAllocatesNothingHere()
    {
        var waiting = _server.ReadAsync(Memory<byte>.Empty).AsTask();
        Assert.False(waiting.IsCompleted);

        await _client.WriteAsync("abc"u8.ToArray());

        Assert.Equal(0, await waiting.WithinReason());
        Assert.Equal(0, _traffic.LastReadMs);
        Assert.Equal(3, await _server.ReadAsync(new byte[10].AsMemory()));
        Assert.Equal(_time.NowMs, _traffic.LastReadMs);
    }

    [Fact]
    public void NoteRead_MoreBesideMessagesThanAllowed_IsAFloodAfterTenSecondsOnEnd()
    {
        for (var second = 1; second <= 10; second++)
        {
            _traffic.NoteRead(101, second * 1_000);
            Assert.False(_traffic.IsFlood);
        }

        _traffic.NoteRead(1, 11_000);

        Assert.True(_traffic.IsFlood);
    }

    [Fact]
    public void NoteRead_ASecondWithinTheAllowance_CountsAnew()
    {
        for (var second = 1; second <= 20; second++) _traffic.NoteRead(second == 10 ? 100 : 101, second * 1_000);

        Assert.False(_traffic.IsFlood);
    }

    [Fact]
    public void NoteMessage_BytesOfMessages_DoNotCount()
    {
        for (var second = 1; second <= 20; second++)
        {
            _traffic.NoteRead(100_000, second * 1_000);
            _traffic.NoteMessage(99_950);
        }

        Assert.False(_traffic.IsFlood);
    }
}
