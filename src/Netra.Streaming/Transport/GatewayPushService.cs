using Microsoft.Extensions.Logging;

namespace Netra.Streaming;

/// <summary>Takes batches off the network and hands them to this gateway's subscription.</summary>
/// <remarks>
/// Failure policy: an observer that throws loses that one push for its user; the connections notice the gap and catch up from the log.
/// </remarks>
internal sealed class GatewayPushService(
    GrainId grainId, Silo silo, ILoggerFactory loggerFactory, LocalSubscription subscription)
    : GrainService(grainId, silo, loggerFactory), IGatewayPushService
{
    private readonly ILogger _logger = loggerFactory.CreateLogger<GatewayPushService>();

    /// <summary>Leaves this service's scheduler: sockets and catch-up that a push sets going must not queue up behind each other on it.</summary>
    public Task PushAsync(PushBatch batch) => Task.Run(() => DeliverAsync(batch));

    private async Task DeliverAsync(PushBatch batch)
    {
        foreach (var push in batch.Pushes)
        {
            try
            {
                await subscription.DeliverAsync(push);
            }
            catch (Exception exception)
            {
                StreamingLog.DeliveryFailed(_logger, exception);
            }
        }
    }
}
