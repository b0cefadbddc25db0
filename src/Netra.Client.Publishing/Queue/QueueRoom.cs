using System.Threading.RateLimiting;

namespace Netra.Client.Publishing;

/// <summary>How much a queue holds, in messages and bytes. Those who wait for room get it in their order. Thread-safe.</summary>
internal sealed class QueueRoom(PublishQueueOptions options) : IDisposable
{
    private readonly ConcurrencyLimiter _messages = Limiter(options.Capacity);
    private readonly ConcurrencyLimiter _bytes = Limiter(options.MaxQueuedBytes);

    /// <summary>Takes room, when there is some. Disposing of the answer gives it back.</summary>
    public async ValueTask<IDisposable> TakeAsync(int bytes, CancellationToken cancellationToken)
    {
        var message = Check(await _messages.AcquireAsync(1, cancellationToken).ConfigureAwait(false));
        try
        {
            return new QueuePlace(message, Check(await _bytes.AcquireAsync(Cost(bytes), cancellationToken).ConfigureAwait(false)));
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    /// <summary>Takes room, if there is some now; else null.</summary>
    public IDisposable? TryTake(int bytes)
    {
        var message = _messages.AttemptAcquire();
        if (!message.IsAcquired) return null;
        var size = _bytes.AttemptAcquire(Cost(bytes));
        if (size.IsAcquired) return new QueuePlace(message, size);
        message.Dispose();
        return null;
    }

    public void Dispose()
    {
        _messages.Dispose();
        _bytes.Dispose();
    }

    /// <summary>Room is refused to none that waits, unless there is no more queue.</summary>
    private static RateLimitLease Check(RateLimitLease lease) => lease.IsAcquired ? lease : throw new ObjectDisposedException(nameof(PublishQueue));

    /// <summary>A message of any size has room in an empty queue.</summary>
    private int Cost(int bytes) => Math.Min(bytes, options.MaxQueuedBytes);

    private static ConcurrencyLimiter Limiter(int permits) => new(new ConcurrencyLimiterOptions
    {
        PermitLimit = permits,
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });
}
