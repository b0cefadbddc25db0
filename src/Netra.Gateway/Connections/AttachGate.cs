using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Netra.Gateway;

/// <summary>
/// Lets new connections in at the rate that the gateway can serve: so many at once, so many wait for a bounded time, and the rest are told at once when to
/// come again. Thread-safe.
/// </summary>
internal sealed class AttachGate : IDisposable
{
    /// <summary>Over how many seconds the refused are spread when nothing waits.</summary>
    private const int MinSpreadSeconds = 2;

    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly ConnectionHub _hub;
    private readonly ConcurrencyLimiter _limiter;

    public AttachGate(IOptions<GatewayOptions> options, ConnectionHub hub, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _hub = hub;
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = _options.MaxConcurrentAttaches,
            QueueLimit = _options.MaxWaitingAttaches,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>How many wait.</summary>
    public long Waiting => _limiter.GetStatistics()?.CurrentQueuedCount ?? 0;

    /// <summary>Enters if there is room now; null when there is none.</summary>
    /// <returns>To be disposed when the attach is over.</returns>
    public IDisposable? TryEnter() => OrNull(_limiter.AttemptAcquire());

    /// <summary>Waits to be let in. Null when too many wait already, or it took too long, or the client has gone.</summary>
    /// <param name="gone">Cancelled when the client has gone.</param>
    /// <returns>To be disposed when the attach is over.</returns>
    public async ValueTask<IDisposable?> WaitAsync(CancellationToken gone)
    {
        using var late = new CancellationTokenSource(_options.AttachWait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, gone);
        try
        {
            return OrNull(await _limiter.AcquireAsync(1, either.Token));
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Gives a turn back when its attach is over, or has taken so long that others are let in beside it.</summary>
    /// <param name="turn">What <see cref="TryEnter"/> or <see cref="WaitAsync"/> gave.</param>
    /// <param name="attach">The attach. Never throws a <see cref="TimeoutException"/>.</param>
    public async Task<T> HoldAsync<T>(IDisposable turn, Task<T> attach)
    {
        using (turn)
        {
            try
            {
                return await attach.WaitAsync(_options.AttachTurn, _time);
            }
            catch (TimeoutException)
            {
                // It goes on, without its turn.
            }
        }

        return await attach;
    }

    /// <summary>When a refused client should come again, in seconds: at random, so that a storm does not come back as one, and the later the more waits.</summary>
    public int RetryAfterSeconds()
    {
        var max = (int)_options.MaxRetryAfter.TotalSeconds;
        var waiting = _options.MaxWaitingAttaches == 0 ? 0 : (double)Waiting / _options.MaxWaitingAttaches;
        var full = Math.Max(waiting, (double)_hub.Count / _options.MaxConnections);
        var spread = Math.Clamp((int)Math.Ceiling(max * full), Math.Min(MinSpreadSeconds, max), max);
        return Random.Shared.Next(1, spread + 1);
    }

    public void Dispose() => _limiter.Dispose();

    private static RateLimitLease? OrNull(RateLimitLease lease)
    {
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        return null;
    }
}
