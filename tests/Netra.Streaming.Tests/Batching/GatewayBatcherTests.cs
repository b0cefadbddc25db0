using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Netra.Protocol;

namespace Netra.Streaming.Tests;

public sealed class GatewayBatcherTests
{
    private readonly BlockedTransport _transport = new();
    private readonly SignallingTime _time = new();

    [Fact]
    public async Task Offer_WhileABatchIsUnderWay_SendsOneBatchWithWhatCameMeanwhile()
    {
        await using var batcher = Create();
        batcher.Offer(Pushes.Frame("ada", 1));
        Assert.Equal(["ada:1"], (await _transport.NextAsync()).Text());

        for (var seq = 2; seq <= 4; seq++)
        {
            batcher.Offer(Pushes.Frame("ada", seq));
            batcher.Offer(Pushes.Frame("bob", seq));
        }

        Assert.Equal(1, _transport.CountUnderWay);
        Assert.False(_transport.HasMore);
        _transport.Answer();
        Assert.Equal(["ada:2", "ada:3", "ada:4", "bob:2", "bob:3", "bob:4"], (await _transport.NextAsync()).Text());
        _transport.Answer();
    }

    [Fact]
    public async Task Offer_FromManyThreads_KeepsEachUsersOrderWithOneBatchUnderWay()
    {
        const int Users = 8, Frames = 500;
        await using var batcher = Create();
        var offering = Enumerable.Range(0, Users).Select(user => Task.Run(() =>
        {
            for (var seq = 1; seq <= Frames; seq++) batcher.Offer(Pushes.Frame($"user-{user}", seq));
        })).ToArray();

        var last = new Dictionary<UserId, long>();
        while (last.Count < Users || last.Values.Any(seq => seq < Frames))
        {
            var batch = await _transport.NextAsync();
            Assert.Equal(1, _transport.CountUnderWay);
            foreach (var push in batch.Pushes)
            {
                Assert.Equal(last.GetValueOrDefault(push.User) + 1, push.FirstSeq);
                last[push.User] = push.FirstSeq;
            }

            _transport.Answer();
        }

        await Task.WhenAll(offering).InTime();
    }

    [Fact]
    public async Task Offer_FullQueueBehindABlockedGateway_NeverWaitsAndTellsTheHeadAfterwards()
    {
        await using var batcher = Create(options => options.MaxQueuedPushes = 2);
        batcher.Offer(Pushes.Frame("ada", 1));
        await _transport.NextAsync();
        for (var seq = 2; seq <= 10_000; seq++) batcher.Offer(Pushes.Frame("ada", seq));

        _transport.Answer();
        Assert.Equal(["ada:2", "ada:3", "ada<10000"], (await _transport.NextAsync()).Text());
        _transport.Answer();

        batcher.Offer(Pushes.Frame("ada", 10_001));
        Assert.Equal(["ada:10001"], (await _transport.NextAsync()).Text());
        _transport.Answer();
    }

    [Fact]
    public async Task SendAsync_FailedBatch_TellsTheHeadsOnceTheGatewayAnswersAgain()
    {
        await using var batcher = Create();
        batcher.Offer(Pushes.Frame("ada", 1));
        await _transport.NextAsync();
        batcher.Offer(Pushes.Frame("ada", 2));
        batcher.Offer(Pushes.Frame("bob", 5));
        _transport.Fail();

        // Offered after the hole: of no use to the connections.
        await _time.NextDelayAsync();
        batcher.Offer(Pushes.Frame("ada", 3));
        _time.Advance(TimeSpan.FromSeconds(1));
        var told = (await _transport.NextAsync()).Text();
        Assert.Equal(["ada<3", "bob<5"], told.Order());
        batcher.Offer(Pushes.Frame("ada", 4));
        _transport.Answer();

        Assert.Equal(["ada:4"], (await _transport.NextAsync()).Text());
        _transport.Answer();
    }

    [Fact]
    public async Task SendAsync_FailuresOnEnd_KeepsCommandsAndNeverRepeatsFrames()
    {
        await using var batcher = Create();
        batcher.Offer(Pushes.Frame("ada", 1));
        batcher.Offer(Pushes.Close("ada", ConnectionId.NewId()));
        var commands = 0;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var batch = await _transport.NextAsync();
            if (attempt > 0) Assert.DoesNotContain(batch.Pushes, push => push.Frames.Length > 0);
            commands = batch.Pushes.Count(push => push.Command is not null);
            if (attempt == 4) break;
            _transport.Fail();
            await _time.PassNextDelayAsync();
        }

        // The command may have missed the first batch; from the second on it is in each.
        Assert.Equal(1, commands);
        _transport.Answer();
    }

    [Fact]
    public async Task SendAsync_FailuresOnEnd_WaitsTwiceAsLongEachTimeUpToTheLongest()
    {
        await using var batcher = Create(options =>
        {
            options.FirstRetryDelay = TimeSpan.FromMilliseconds(50);
            options.MaxRetryDelay = TimeSpan.FromMilliseconds(300);
        });
        batcher.Offer(Pushes.Frame("ada", 1));
        var delays = new List<double>();
        for (var attempt = 0; attempt < 6; attempt++)
        {
            await _transport.NextAsync();
            _transport.Fail();
            delays.Add((await _time.PassNextDelayAsync()).TotalMilliseconds);
        }

        Assert.Equal([50, 100, 200, 300, 300, 300], delays);

        // After a success it begins anew.
        await _transport.NextAsync();
        _transport.Answer();
        batcher.Offer(Pushes.Frame("ada", 2));
        await _transport.NextAsync();
        _transport.Fail();
        Assert.Equal(50, (await _time.PassNextDelayAsync()).TotalMilliseconds);
        await _transport.NextAsync();
        _transport.Answer();
    }

    [Fact]
    public async Task SendAsync_GatewayThatComesBackWithNothingLeft_SendsAnEmptyBatchToFindOut()
    {
        await using var batcher = Create(options => options.MaxBatchPushes = 1);
        batcher.Offer(Pushes.Frame("ada", 1));
        await _transport.NextAsync();
        _transport.Fail();
        await _time.PassNextDelayAsync();
        Assert.Equal(["ada<1"], (await _transport.NextAsync()).Text());
        _transport.Answer();
        Assert.False(_transport.HasMore);
    }

    [Fact]
    public async Task DisposeAsync_BatchUnderWay_EndsAtOnceAndSendsNothingMore()
    {
        var batcher = Create();
        batcher.Offer(Pushes.Frame("ada", 1));
        await _transport.NextAsync();
        batcher.Offer(Pushes.Frame("ada", 2));

        await batcher.DisposeAsync().AsTask().InTime();

        _transport.Answer();
        Assert.False(_transport.HasMore);
    }

    [Fact]
    public async Task DisposeAsync_WhileItWaitsToTryAgain_EndsAtOnce()
    {
        var batcher = Create();
        batcher.Offer(Pushes.Frame("ada", 1));
        await _transport.NextAsync();
        _transport.Fail();
        await _time.NextDelayAsync();

        await batcher.DisposeAsync().AsTask().InTime();

        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(_transport.HasMore);
    }

    [Fact]
    public async Task DisposeAsync_BatchUnderWayFailsAtThatMoment_IsNoFailureOfTheBatcher()
    {
        var logger = new RecordingLogger();
        var transport = new DyingTransport();
        var batcher = new GatewayBatcher(Pushes.Gateway, new OutboundStreamOptions(), transport, Meters.NewInstruments(), _time, logger);
        transport.End = () => batcher.DisposeAsync().AsTask();

        batcher.Offer(Pushes.Frame("ada", 1));
        await (await transport.Ending.InTime()).InTime();

        Assert.DoesNotContain(logger.Lines, line => line.Level >= LogLevel.Warning);
    }

    private GatewayBatcher Create(Action<OutboundStreamOptions>? configure = null)
    {
        var options = new OutboundStreamOptions();
        configure?.Invoke(options);
        return new GatewayBatcher(Pushes.Gateway, options, _transport, Meters.NewInstruments(), _time, NullLogger.Instance);
    }
}
