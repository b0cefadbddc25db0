using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Orleans.Streams;

namespace Netra.Streaming;

/// <summary>Puts the outbound stream into a silo.</summary>
public static class OutboundStreamExtensions
{
    /// <summary>Lets grains of this silo push to gateways through the stream provider <see cref="OutboundStream.ProviderName"/>.</summary>
    public static ISiloBuilder AddNetraOutboundStream(this ISiloBuilder silo)
    {
        var services = silo.Services;
        // In a process with both roles it is asked for twice, and a grain service can't be added twice.
        if (services.Any(service => service.ServiceType == typeof(LocalSubscription))) return silo;
        services.TryAddSingleton(TimeProvider.System);
        services.AddNetraSerialization();
        services.TryAddSingleton<LocalSubscription>();
        services.TryAddSingleton<IPushTransport, GrainServicePushTransport>();
        services.AddMetrics();
        services.TryAddSingleton<StreamingInstruments>();
        services.TryAddSingleton<GatewayBatchers>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OutboundStreamOptions>, OutboundStreamOptionsValidator>());
        services.AddOptions<OutboundStreamOptions>().ValidateOnStart();
        services.TryAddKeyedSingleton<IStreamProvider, OutboundStreamProvider>(OutboundStream.ProviderName);
        return silo.AddGrainService<RecallService>();
    }

    /// <summary>Makes this silo a gateway that can be pushed to.</summary>
    public static ISiloBuilder AddNetraOutboundReceiver(this ISiloBuilder silo)
    {
        silo.AddNetraOutboundStream();
        return silo.AddGrainService<GatewayPushService>();
    }
}
