using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
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
        AddUsers(services);
        services.TryAddSingleton<ITicketBooks, GrainTicketBooks>();
        services.TryAddSingleton<ILeaseClient, LeaseClient>();
        services.TryAddSingleton<IPublishClient, PublishClient>();
        AddServing(services);
        AddHosted<TimerWheel>(services);
        AddHosted<Drain>(services);
        AddHosted<OutboundSubscriber>(services);
        AddHosted<SiloWatcher>(services);
        AddHosted<LeaseRenewer>(services);
        services.AddHealthChecks().AddCheck<OutboundHealthCheck>("outbound_stream").AddCheck<CapacityHealthCheck>("connections");
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

    /// <summary>The API keys, checked at start. Part of <see cref="AddNetraGateway"/>; for a host that asks for keys without being a gateway.</summary>
    public static IServiceCollection AddNetraApiKeys(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>());
        services.AddOptions<ApiOptions>().ValidateOnStart();
        services.TryAddSingleton<ApiKeyStore>();
        services.TryAddSingleton<IApiKeys>(provider => provider.GetRequiredService<ApiKeyStore>());
        return services;
    }

    /// <summary>The calls about one user, for a host that serves them in other places too, and without being a gateway.</summary>
    public static IServiceCollection AddNetraUserCalls(this IServiceCollection services)
    {
        AddUsers(services);
        AddUserApis(services);
        services.TryAddSingleton<IUserCalls, UserCalls>();
        return services;
    }

    /// <summary>What serves sockets and calls, whatever the users are.</summary>
    internal static void AddServing(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuthenticationOptions>, AuthenticationOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PlansOptions>, PlansOptionsValidator>());
        services.AddOptions<GatewayOptions>().ValidateOnStart();
        services.AddOptions<PlansOptions>().ValidateOnStart();
        services.AddOptions<AuthenticationOptions>().ValidateOnStart();
        services.AddNetraApiKeys();

        services.AddNetraDrainOptions();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PlanTable>();
        services.TryAddSingleton<IssuerDocuments>();
        services.TryAddSingleton<TokenIssuers>();
        services.TryAddSingleton<TicketDesk>();
        services.TryAddSingleton<TokenValidator>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TracingOptions>, TracingOptionsValidator>());
        services.AddOptions<TracingOptions>().ValidateOnStart();
        services.TryAddSingleton<TraceGate>();
        services.AddMetrics();
        services.TryAddSingleton<GatewayInstruments>();
        services.TryAddSingleton<ConnectionServices>();
        services.TryAddSingleton<ConnectionHub>();
        services.TryAddSingleton<TimerWheel>();
        services.TryAddSingleton<Drain>();
        services.TryAddSingleton<AttachGate>();
        services.TryAddSingleton<GatewayGauges>();
        services.TryAddSingleton<ConnectionMemory>();
        services.TryAddSingleton<IConnectionMemory>(provider => provider.GetRequiredService<ConnectionMemory>());
        services.TryAddSingleton<IConnectionReports, ConnectionReports>();
        services.TryAddSingleton<ConnectionServer>();
        services.TryAddSingleton<UpgradeEndpoint>();
        services.TryAddSingleton<ApiFilter>();
        services.TryAddSingleton<UserHomes>();
        services.TryAddSingleton<BatchPublisher>();
        services.TryAddSingleton<PublishApi>();
        AddUserApis(services);
        services.TryAddSingleton<StateApi>();
        services.TryAddSingleton<TokenApi>();
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

    /// <summary>Users are grains of this cluster, and its processes remember.</summary>
    private static void AddUsers(IServiceCollection services)
    {
        services.TryAddSingleton<IUserDirectory, GrainUserDirectory>();
        services.TryAddSingleton<IRecallClient, RecallClient>();
    }

    /// <summary>The calls about one user that <see cref="IUserCalls"/> has too.</summary>
    private static void AddUserApis(IServiceCollection services)
    {
        services.TryAddSingleton<UserApi>();
        services.TryAddSingleton<DeadLetterApi>();
        services.TryAddSingleton<ConnectionApi>();
        services.TryAddSingleton<MessageExplainer>();
        services.TryAddSingleton<ExplainApi>();
    }

    private static void AddHosted<T>(IServiceCollection services)
        where T : class, IHostedService
    {
        services.TryAddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
