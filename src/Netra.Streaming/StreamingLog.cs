using Microsoft.Extensions.Logging;

namespace Netra.Streaming;

/// <summary>What the outbound streams log. Event ids 4000 to 4099.</summary>
internal static partial class StreamingLog
{
    [LoggerMessage(4000, LogLevel.Error, "A push could not be handed to the gateway's connections; they catch up from the log")]
    public static partial void DeliveryFailed(ILogger logger, Exception exception);

    [LoggerMessage(4001, LogLevel.Warning, "Gateway {Gateway} does not take batches; its users are marked behind")]
    public static partial void GatewayUnreachable(ILogger logger, SiloAddress gateway, Exception exception);

    [LoggerMessage(4002, LogLevel.Information, "Gateway {Gateway} takes batches again; {Users} users catch up")]
    public static partial void GatewayBack(ILogger logger, SiloAddress gateway, int users);

    [LoggerMessage(4003, LogLevel.Information, "Gateway {Gateway} left the cluster; its outbound stream ends")]
    public static partial void GatewayGone(ILogger logger, SiloAddress gateway);

    [LoggerMessage(4004, LogLevel.Debug, "Sent {Pushes} pushes to gateway {Gateway}")]
    public static partial void BatchSent(ILogger logger, SiloAddress gateway, int pushes);

    [LoggerMessage(4005, LogLevel.Critical, "The batcher of gateway {Gateway} failed; its users fall back to lease renewals")]
    public static partial void BatcherFailed(ILogger logger, SiloAddress gateway, Exception exception);
}
