using System.Globalization;

namespace Netra.EndToEnd.Tests;

/// <summary>Clients that read slowly, and have more to read than all buffers hold.</summary>
[Collection(nameof(Alone))]
public sealed class SlowReaderTests(HurriedHost hurried) : IClassFixture<HurriedHost>
{
    private const int Messages = 5_000, Batch = 500, PayloadBytes = 1_900;

    /// <summary>A message as a frame, about.</summary>
    private const int FrameBytes = 2_000;

    private readonly string _user = "user-" + Guid.NewGuid().ToString("n");

    private HostProcess Host => hurried.Process;

    [Theory]
    // With the receive buffer that it has by default, a client's system asks for more only when some 100 KB are read: at this pace after 25 s.
    [InlineData(4, 8_192)]
    [InlineData(32, 0)]
    public async Task Reader_ThatIsSlow_LivesAndGetsEverythingInOrder(int kibibytesPerSecond, int receiveBufferBytes)
    {
        await PublishAsync();
        await using var raw = await ConnectAsync(receiveBufferBytes);
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds((double)FrameBytes / (kibibytesPerSecond * 1024)));
        var started = TimeProvider.System.GetTimestamp();
        var next = 1L;

        // Twice what a client may take nothing for, and more than the time to answer a ping. It answers none: they lie behind all that it has to read.
        while (TimeProvider.System.GetElapsedTime(started) < 2.1 * HurriedHost.SlowConsumerTimeout)
        {
            await pace.WaitForNextTickAsync();
            await ExpectAsync(raw, next++);
        }

        Assert.InRange(next, 2, Messages / 2);
        while (next <= Messages) await ExpectAsync(raw, next++);
    }

    [Fact]
    public async Task Reader_ThatStopsAndReadsAgainBeforeItIsCut_GetsWhatWasSentAnd4413()
    {
        await PublishAsync();
        var slow = Host.Output.NextAsync(line => line.Contains("takes nothing any more", StringComparison.Ordinal));
        await using var raw = await ConnectAsync();
        await slow.WaitAsync(Patience.Long);

        // At a pace at which what the systems hold takes longer than a closing handshake may.
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var next = 1L;
        int? closed = null;
        while (closed is null)
        {
            if (next % 10 == 0) await pace.WaitForNextTickAsync();
            if (await raw.ReadTextOrCloseAsync() is var (frame, code) && frame is null) closed = code;
            else if (frame!.Seq is { } seq) Assert.Equal(next++, seq);
        }

        Assert.Equal(4413, closed);
        Assert.InRange(next, 2, Messages);
    }

    [Fact]
    public async Task Reader_ThatNeverReads_IsOffTheListInTime()
    {
        await PublishAsync();
        await using var raw = await ConnectAsync();
        var slow = Host.Output.NextAsync(line => line.Contains("takes nothing any more", StringComparison.Ordinal));
        var started = TimeProvider.System.GetTimestamp();

        await slow.WaitAsync(Patience.Long);
        await Eventually.IsAsync(0, async () => (await Host.Api.UserAsync(_user)).GetProperty("connections").GetArrayLength());

        // The stall, the closing handshake, and the looks at both.
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(25));
    }

    private async Task<RawConnection> ConnectAsync(int receiveBufferBytes = 0)
    {
        var raw = await RawConnection.OpenAsync(Host.Port, receiveBufferBytes);
        await raw.UpgradeAsync("start=oldest&token=" + await Host.Api.TokenAsync(_user));
        return raw;
    }

    private static async Task ExpectAsync(RawConnection raw, long seq)
    {
        while (true)
        {
            var frame = await raw.ReadTextAsync();
            if (frame.Seq is null) continue;
            Assert.Equal(seq, frame.Seq);
            return;
        }
    }

    private async Task PublishAsync()
    {
        var message = $$$"""{"type":"note","payload":{"x":"{{{new string('x', PayloadBytes)}}}"}}""";
        var batch = $$"""{"messages":[{{string.Join(',', Enumerable.Repeat(message, Batch))}}]}""";
        for (var i = 0; i < Messages / Batch; i++)
            (await Host.Api.PostAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/users/{_user}/messages"), batch)).AssertOk();
    }
}
