using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Netra.Streaming;
using GrainDirectoryOptions = Orleans.Configuration.GrainDirectoryOptions;

namespace Netra.Gateway;

/// <summary>Puts a gateway into a silo.</summary>
public static class NetraGatewayExtensions
{
    private const int MinDirectoryCacheSize = 1_024;

    /// <summary>
    /// Lets this silo hold sockets and serve the HTTP API. The application maps them with <see cref="NetraEndpoints.MapNetra"/>.
    /// </summary>
    public static ISiloBuilder AddNetraGateway(this ISiloBuilder silo)
    {
        silo.AddNetraOutboundReceiver();
        var services = silo.Services;
        services.TryAddSingleton<IUserDirectory, GrainUserDirectory>();
        services.TryAddSingleton<ITicketBooks, GrainTicketBooks>();
        services.TryAddSingleton<ILeaseClient, LeaseClient>();
        AddServing(services);
        AddHosted<TimerWheel>(services);
        AddHosted<Drain>(services);
        AddHosted<OutboundSubscriber>(services);
        AddHosted<SiloWatcher>(services);
        AddHosted<LeaseRenewer>(services);
        services.AddHealthChecks().AddCheck<OutboundHealthCheck>("outbound_stream");
        services.AddOptions<GrainDirectoryOptions>().PostConfigure<IOptions<GatewayOptions>>(LimitDirectoryCache);
        AddHosted<TokenIssuers>(services);
        return silo;
    }

    /// <summary>
    /// The options of leaving, checked at start. Part of <see cref="AddNetraGateway"/>; for a host that leaves by them without being a gateway.
    /// </summary>
    public static IServiceCollection AddNetraDrainOptions(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DrainOptions>, DrainOptionsValidator>());
        services.AddOptions<DrainOptions>()
            .PostConfigure<IHostEnvironment>((drain, environment) =>
            {
                // Nobody balances load onto a machine of development, and Ctrl-C should not take long there.
                if (environment.IsDevelopment()) drain.ReadinessDelay ??= TimeSpan.Zero;
            })
            .ValidateOnStart();
        return services;
    }

    /// <summary>What serves sockets and calls, whatever the users are.</summary>
    internal static void AddServing(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuthenticationOptions>, AuthenticationOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PlansOptions>, PlansOptionsValidator>());
        services.AddOptions<GatewayOptions>().ValidateOnStart();
        services.AddOptions<PlansOptions>().ValidateOnStart();
        services.AddOptions<AuthenticationOptions>().ValidateOnStart();
        services.AddOptions<ApiOptions>().ValidateOnStart();

        services.AddNetraDrainOptions();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PlanTable>();
        services.TryAddSingleton<IssuerDocuments>();
        services.TryAddSingleton<TokenIssuers>();
        services.TryAddSingleton<TicketDesk>();
        services.TryAddSingleton<TokenValidator>();
        services.TryAddSingleton<ApiKeyStore>();
        services.AddMetrics();
        services.TryAddSingleton<GatewayInstruments>();
        services.TryAddSingleton<ConnectionServices>();
        services.TryAddSingleton<ConnectionHub>();
        services.TryAddSingleton<TimerWheel>();
        services.TryAddSingleton<Drain>();
        services.TryAddSingleton<AttachGate>();
        services.TryAddSingleton<ConnectionServer>();
        services.TryAddSingleton<UpgradeEndpoint>();
        services.TryAddSingleton<ApiFilter>();
        services.TryAddSingleton<PublishApi>();
        services.TryAddSingleton<UserApi>();
        services.TryAddSingleton<DeadLetterApi>();
        services.TryAddSingleton<StateApi>();
        services.TryAddSingleton<TokenApi>();
        services.TryAddSingleton<ConnectionApi>();
        services.TryAddSingleton<ConfigApi>();
        services.Replace(ServiceDescriptor.Singleton<IHttpContextFactory, TokenShield>());
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
        services.AddOpenApi(OpenApiDescription.Configure);
    }

    /// <summary>
    /// Room for the users of all connections and some more. The default has room for a million grains, whose two tables of 9 MB are touched all over by some
    /// thousands of users already: 1.7 KB for each of 10,000 connections. An application that has set a size of its own keeps it.
    /// </summary>
    internal static void LimitDirectoryCache(GrainDirectoryOptions directory, IOptions<GatewayOptions> gateway)
    {
        if (directory.CacheSize != GrainDirectoryOptions.DEFAULT_CACHE_SIZE) return;
        var connections = GatewayOptionsOf(gateway).MaxConnections;
        directory.CacheSize = (int)Math.Clamp(connections * 5L / 4, MinDirectoryCacheSize, GrainDirectoryOptions.DEFAULT_CACHE_SIZE);
    }

    /// <summary>What is wrong there is told by the validator of the gateway's own options.</summary>
    private static GatewayOptions GatewayOptionsOf(IOptions<GatewayOptions> gateway)
    {
        try
        {
            return gateway.Value;
        }
        catch (OptionsValidationException)
        {
            return new GatewayOptions();
        }
    }

    private static void AddHosted<T>(IServiceCollection services)
        where T : class, IHostedService
    {
        services.TryAddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
