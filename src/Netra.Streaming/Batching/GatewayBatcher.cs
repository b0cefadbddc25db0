using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Netra.Abstractions;

namespace Netra.Streaming;

/// <summary>
/// Gathers what this silo's grains have for one gateway and sends it, with exactly one acknowledged batch under way.
/// </summary>
/// <remarks>
/// Failure policy: never blocks a grain. When the queue is full, or a batch fails, the frames are dropped and their users are marked
/// behind; as soon as the gateway answers again it is told (user, head), and those connections catch up from the log.
/// Commands for connections are kept across failures, because nothing else repeats them at once.
/// </remarks>
internal sealed class GatewayBatcher : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly OutboundStreamOptions _options;
    private readonly IPushTransport _transport;
    private readonly StreamingInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly CancellationTokenSource _stopped = new();
    private readonly PushQueue _queue;
    private readonly Task _pump;

    public GatewayBatcher(
        SiloAddress gateway, OutboundStreamOptions options, IPushTransport transport, StreamingInstruments instruments, TimeProvider time, ILogger logger)
    {
        Gateway = gateway;
        _options = options;
        _transport = transport;
        _instruments = instruments;
        _time = time;
        _logger = logger;
        _queue = new PushQueue(options);
        // Grains create batchers from their own scheduler; the pump must not run on it.
        _pump = Task.Run(PumpAsync);
    }

    public SiloAddress Gateway { get; }

    /// <summary>What waits.</summary>
    public QueueDepth Depth
    {
        get
        {
            lock (_gate) return _queue.Depth;
        }
    }

    /// <summary>Takes a push. Never waits.</summary>
    public void Offer(UserPush push)
    {
        bool isTaken;
        lock (_gate) isTaken = _queue.Add(push);
        if (!isTaken) _instruments.Dropped.Add(1);
        _wake.Writer.TryWrite(true);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _pump;
        _stopped.Dispose();
    }

    private async Task PumpAsync()
    {
        NetraTracing.Leave();
        try
        {
            while (true)
            {
                await _wake.Reader.ReadAsync(_stopped.Token);
                while (TakeBatch() is { } batch) await SendAsync(batch);
            }
        }
        catch (Exception) when (_stopped.IsCancellationRequested)
        {
            // The gateway is gone, whether the batch under way failed first or was given up.
        }
        catch (Exception exception)
        {
            StreamingLog.BatcherFailed(_logger, Gateway, exception);
        }
    }

    private PushBatch? TakeBatch()
    {
        lock (_gate) return _queue.TakeBatch();
    }

    /// <summary>Sends one batch; when that fails, waits until the gateway takes one again.</summary>
    private async Task SendAsync(PushBatch batch)
    {
        var delay = _options.FirstRetryDelay;
        var failed = false;
        while (true)
        {
            var started = _time.GetTimestamp();
            try
            {
                await _transport.SendAsync(Gateway, batch).WaitAsync(_stopped.Token);
                _instruments.BatchDuration.Record(_time.GetElapsedTime(started).TotalSeconds);
                _instruments.BatchSize.Record(batch.Pushes.Length);
                StreamingLog.BatchSent(_logger, Gateway, batch.Pushes.Length);
                if (failed) StreamingLog.GatewayBack(_logger, Gateway, batch.Pushes.Length);
                return;
            }
            catch (Exception exception) when (!_stopped.IsCancellationRequested)
            {
                if (!failed) StreamingLog.GatewayUnreachable(_logger, Gateway, exception);
                failed = true;
                _instruments.BatchFailures.Add(1);
            }

            await Task.Delay(delay, _time, _stopped.Token);
            delay = delay * 2 < _options.MaxRetryDelay ? delay * 2 : _options.MaxRetryDelay;
            int dropped;
            lock (_gate)
            {
                dropped = _queue.DropToHeads(batch);
                batch = _queue.TakeBatch() ?? new PushBatch([]);
            }

            _instruments.Dropped.Add(dropped);
        }
    }
}
