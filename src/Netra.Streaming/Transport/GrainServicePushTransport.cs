using Orleans.Runtime.Services;

namespace Netra.Streaming;

/// <summary>Sends batches as calls to the gateway silo's <see cref="IGatewayPushService"/>.</summary>
internal sealed class GrainServicePushTransport(IServiceProvider services)
    : GrainServiceClient<IGatewayPushService>(services), IPushTransport
{
    public Task SendAsync(SiloAddress gateway, PushBatch batch) => GetGrainService(gateway).PushAsync(batch);
}
