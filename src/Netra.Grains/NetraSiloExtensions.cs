using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Streaming;
using Orleans.Configuration;

namespace Netra.Grains;

/// <summary>Puts the user grains into a silo, or keeps them out of one.</summary>
public static class NetraSiloExtensions
{
    /// <summary>
    /// Lets this silo host user grains. The application registers an <see cref="Storage.IUserLog"/> beside it.
    /// </summary>
    public static ISiloBuilder AddNetraSilo(this ISiloBuilder silo)
    {
        silo.AddNetraOutboundStream();
        silo.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<UserGrainOptions>, UserGrainOptionsValidator>());
        silo.Services.AddOptions<UserGrainOptions>().ValidateOnStart();
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TicketBookOptions>, TicketBookOptionsValidator>());
        silo.Services.AddOptions<TicketBookOptions>().ValidateOnStart();
        silo.Services.TryAddSingleton<MembershipRefresh>();
        silo.Services.TryAddSingleton<LocalUsers>();
        silo.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TracingOptions>, TracingOptionsValidator>());
        silo.Services.AddOptions<TracingOptions>().ValidateOnStart();
        silo.Services.TryAddSingleton<TraceMemory>();
        silo.Services.AddMetrics();
        silo.Services.TryAddSingleton<GrainInstruments>();
        silo.Services.TryAddSingleton<CommitTrail>();
        silo.Services.TryAddSingleton<ICommitMemory>(services => services.GetRequiredService<CommitTrail>());
        AddHandlers(silo.Services);
        return silo.AddGrainService<LeaseService>().AddGrainService<PublishService>();
    }

    private static void AddHandlers(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HandlerOptions>, HandlerOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HandlerOptions>, HandlerRegistrationRules>());
        services.AddOptions<HandlerOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkOptions>, WorkOptionsValidator>());
        services.AddOptions<WorkOptions>().ValidateOnStart();
        services.TryAddSingleton<JobSlots>();
        services.TryAddSingleton<HandlerInstruments>();
        services.TryAddSingleton<UserWorkServices>();
        services.TryAddSingleton<WorkScanner>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILifecycleParticipant<ISiloLifecycle>, WorkScanner>(
            provider => provider.GetRequiredService<WorkScanner>()));
    }

    /// <summary>Keeps user grains off this silo: it does not load their classes, so Orleans never places one here.</summary>
    public static ISiloBuilder WithoutNetraUserGrains(this ISiloBuilder silo)
    {
        silo.Services.PostConfigure<GrainTypeOptions>(options => options.Classes.RemoveWhere(type => type.Assembly == typeof(UserGrain).Assembly));
        return silo;
    }

    /// <summary>
    /// For a store that only this process reaches: stops the application, with a log entry that says why, when another process of the cluster hosts user grains
    /// too. Of the two the younger stops.
    /// </summary>
    public static ISiloBuilder RequireOnlyUserGrainHost(this ISiloBuilder silo)
    {
        silo.Services.TryAddSingleton<EmbeddedStorageGuard>();
        silo.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILifecycleParticipant<ISiloLifecycle>, EmbeddedStorageGuard>(
            services => services.GetRequiredService<EmbeddedStorageGuard>()));
        return silo;
    }
}
