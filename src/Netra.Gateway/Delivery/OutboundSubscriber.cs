using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Netra.Abstractions;
using Netra.Streaming;
using Orleans.Streams;

namespace Netra.Gateway;

/// <summary>This gateway's subscription to its own outbound stream.</summary>
internal sealed class OutboundSubscriber(
    [FromKeyedServices(OutboundStream.ProviderName)] IStreamProvider streams,
    ILocalSiloDetails silo,
    ConnectionHub hub,
    ILogger<OutboundSubscriber> logger) : IHostedService, IAsyncObserver<UserPush>
{
    private StreamSubscriptionHandle<UserPush>? _subscription;

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _subscription = await streams.GetStream<UserPush>(OutboundStream.For(silo.SiloAddress)).SubscribeAsync(this);

    public Task StopAsync(CancellationToken cancellationToken) => _subscription?.UnsubscribeAsync() ?? Task.CompletedTask;

    public Task OnNextAsync(UserPush item, StreamSequenceToken? token = null)
    {
        hub.Deliver(item);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex)
    {
        GatewayLog.StreamFailed(logger, ex);
        return Task.CompletedTask;
    }
}
