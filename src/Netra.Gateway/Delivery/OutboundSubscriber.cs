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

    /// <summary>Whether pushes reach this gateway.</summary>
    public bool IsSubscribed => Volatile.Read(ref _subscription) is not null;

    public async Task StartAsync(CancellationToken cancellationToken) =>
        Volatile.Write(ref _subscription, await streams.GetStream<UserPush>(OutboundStream.For(silo.SiloAddress)).SubscribeAsync(this));

    public Task StopAsync(CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _subscription, null)?.UnsubscribeAsync() ?? Task.CompletedTask;

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
