using Netra.Abstractions;
using Orleans.Streams;

namespace Netra.Streaming;

/// <summary>
/// The Orleans stream provider that pushes to gateways: no queue to poll, no pub/sub grain, no cache. Its streams carry
/// <see cref="UserPush"/> and nothing else.
/// </summary>
internal sealed class OutboundStreamProvider(
    GatewayBatchers batchers, LocalSubscription subscription, ILocalSiloDetails silo) : IStreamProvider
{
    public string Name => OutboundStream.ProviderName;

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId)
    {
        if (typeof(T) != typeof(UserPush) || streamId.GetNamespace() != OutboundStream.Namespace)
        {
            throw new NotSupportedException(
                $"The stream provider '{Name}' carries {nameof(UserPush)} in the namespace '{OutboundStream.Namespace}' only.");
        }

        return (IAsyncStream<T>)(object)new GatewayStream(streamId, batchers, subscription, silo.SiloAddress);
    }
}
