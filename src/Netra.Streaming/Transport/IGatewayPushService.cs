using Orleans.Services;

namespace Netra.Streaming;

/// <summary>The receiving end of a gateway's outbound stream, on the gateway silo.</summary>
[Alias("netra.IGatewayPushService")]
public interface IGatewayPushService : IGrainService
{
    /// <summary>
    /// Hands a batch to the gateway's connections. The sender keeps exactly one batch under way, so that order holds; without
    /// the short timeout a call to a killed gateway hangs until membership notices.
    /// </summary>
    [Alias("push"), ResponseTimeout("00:00:02")]
    Task PushAsync(PushBatch batch);
}
