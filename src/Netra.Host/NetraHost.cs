using System.Net.Sockets;
using Microsoft.Extensions.Logging.Debug;
using Microsoft.Extensions.Logging.EventSource;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Gateway;
using Netra.Grains;
using Netra.Storage;
using Netra.Storage.PostgreSql;
using Netra.Storage.RocksDb;
using Netra.Streaming;
using Netra.Webhooks;
using GatewayOptions = Netra.Gateway.GatewayOptions;

namespace Netra.Host;

/// <summary>Puts a host together from its configuration: a sample of embedding the gateway and the silo.</summary>
internal static class NetraHost
{
    private const string Section = "Netra";
    private const int MaxRequestLineBytes = 32 * 1024;

    /// <summary>How many connections may wait to be accepted; twice the default. Of more at once TCP lets the rest come a second later, which spares them a refusal.</summary>
    private const int ListenBacklog = 1024;

    /// <summary>What the server takes of a slow socket's answers. A quarter of its default, so that a socket that drains slowly shows progress in time.</summary>
    private const int MaxResponseBufferBytes = 16 * 1024;

    /// <summary>Which options class reads which part of the section.</summary>
    internal static readonly IReadOnlyDictionary<string, Type> OptionsByPath = new Dictionary<string, Type>
    {
        [""] = typeof(NetraHostOptions),
        ["Cluster"] = typeof(ClusterSettings),
        ["Gateway"] = typeof(GatewayOptions),
        ["Drain"] = typeof(DrainOptions),
        ["Plans"] = typeof(IDictionary<string, PlanOptions>),
        ["Authentication"] = typeof(AuthenticationOptions),
        ["Api"] = typeof(ApiOptions),
        ["Users"] = typeof(UserGrainOptions),
        ["Handlers"] = typeof(HandlerOptions),
        ["Work"] = typeof(WorkOptions),
        ["Tickets"] = typeof(TicketBookOptions),
        ["Webhooks"] = typeof(WebhookOptions),
        ["Streaming"] = typeof(OutboundStreamOptions),
        ["Dashboard"] = typeof(DashboardOptions),
        ["Telemetry"] = typeof(TelemetryOptions),
        ["Telemetry:Traces"] = typeof(TracingOptions),
        ["Telemetry:Otlp"] = typeof(OtlpOptions),
        ["Storage"] = typeof(UserLogOptions),
        ["Storage:RocksDb"] = typeof(RocksDbOptions),
        ["Storage:PostgreSql"] = typeof(PostgreSqlOptions),
    };

    /// <summary>Builds the host. It listens on nothing and has opened nothing yet.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="isProcess">Whether the process is for this host alone, so that what it compiles is noted for its next start.</param>
    /// <exception cref="ConfigurationException">The configuration is wrong; says everything that is.</exception>
    public static WebApplication Build(string[] args, bool isProcess = false)
    {
        var (builder, netra, faults) = Read(args);
        if (faults.Count > 0) netra = ConfigurationCheck.Readable(netra, faults);

        var host = netra.Get<NetraHostOptions>() ?? new NetraHostOptions();
        var cluster = netra.GetSection("Cluster").Get<ClusterSettings>() ?? new ClusterSettings();
        if (isProcess) WarmStart.Begin(builder.Services, host, netra.GetSection("Storage:RocksDb").Get<RocksDbOptions>() ?? new RocksDbOptions());
        Bind(builder.Services, netra, builder.Configuration);
        if (builder.Environment.IsDevelopment()) DevelopmentKeys.AddTo(builder.Services);
        if (builder.Environment.IsDevelopment() && host.HasUserGrains) AssistantDemo.AddTo(builder.Services);
        builder.WebHost.UseUrls(host.HasGateway ? [host.Url, host.ManagementUrl] : [host.ManagementUrl]);
        // Not by the options themselves: the server reads its own before ours are checked, and what is no time is refused then.
        var gateway = netra.GetSection("Gateway").Get<GatewayOptions>() ?? new GatewayOptions();
        // A storm of clients that come back at once waits here: whoever finds no place asks again after a second, by TCP's own clock. The system may allow less.
        builder.WebHost.UseSockets(sockets => sockets.Backlog = ListenBacklog);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The longest token and the other parameters fit.
            kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
            kestrel.Limits.MaxResponseBufferSize = MaxResponseBufferBytes;
            if (host.HasGateway && gateway.RequestHeadersTimeout > TimeSpan.Zero) kestrel.Limits.RequestHeadersTimeout = gateway.RequestHeadersTimeout;
        });

        // A bad request's first line would be logged whole, with the token in it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.None);
        // Kestrel has a scope for each connection. What only listeners of events see would have one of its own beside that of the console.
        builder.Logging.AddFilter<EventSourceLoggerProvider>("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None);
        builder.Logging.AddFilter<DebugLoggerProvider>("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None);
        if (host.HasUserGrains) AddStore(builder.Services, host.Store).AddNetraWebhooks(netra.GetSection("Webhooks"));
        HealthEndpoints.Add(builder.Services, host.HasUserGrains);
        LoggingEndpoint.Add(builder.Services);
        TelemetrySetup.Add(builder, netra.GetSection("Telemetry"), host, cluster);
        var membership = cluster.Membership == MembershipStore.PostgreSql
            ? MembershipDatabase.ConnectionStringOf(cluster, netra.GetSection("Storage:PostgreSql").Get<PostgreSqlOptions>())
            : null;
        builder.UseOrleans(silo =>
        {
            Configure(silo, host, cluster, membership);
            DashboardSetup.Add(silo, netra.GetSection("Dashboard"), TelemetrySetup.NameOf(host, cluster));
        });
        var app = builder.Build();
        ConfigurationFaults.LogThoseOfChangedFiles(builder.Configuration, app.Services);
        ThrowIfWrong(app.Services, faults);
        ThrowIfInUse(cluster);
        return Complete(app, host);
    }

    /// <summary>The settings, of the program's folder, the environment and the arguments, and what of them can't be read.</summary>
    internal static (WebApplicationBuilder Builder, IConfigurationSection Netra, List<string> Faults) Read(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var netra = builder.Configuration.GetSection(Section);
        return (builder, netra, ConfigurationCheck.FindFaults(netra, OptionsByPath).ToList());
    }

    /// <summary>Binds what says which databases there are: all that the commands need.</summary>
    internal static OptionsBuilder<ClusterSettings> BindDatabases(IServiceCollection services, IConfigurationSection netra)
    {
        services.AddSingleton<IValidateOptions<ClusterSettings>, ClusterSettingsValidator>();
        services.Configure<UserLogOptions>(netra.GetSection("Storage"));
        services.Configure<PostgreSqlOptions>(netra.GetSection("Storage:PostgreSql"));
        return services.AddOptions<ClusterSettings>().Bind(netra.GetSection("Cluster")).ValidateOnStart();
    }

    /// <summary>Checks the options of an application.</summary>
    /// <exception cref="ConfigurationException">They are wrong, or there are faults already; says everything that is.</exception>
    internal static void ThrowIfWrong(IServiceProvider services, List<string> faults)
    {
        // What one part needs of another's settings is checked, and may be wrong, twice.
        faults.AddRange(Validate(services).Distinct());
        if (faults.Count > 0) throw new ConfigurationException(faults);
    }

    private static void Bind(IServiceCollection services, IConfigurationSection netra, IConfigurationBuilder configuration)
    {
        services.AddOptions<NetraHostOptions>().Bind(netra).ValidateOnStart();
        services.AddSingleton<IValidateOptions<NetraHostOptions>, NetraHostOptionsValidator>();
        BindDatabases(services, netra);
        services.Configure<GatewayOptions>(netra.GetSection("Gateway"));
        services.AddNetraDrainOptions().Configure<DrainOptions>(netra.GetSection("Drain"));
        // As with the server's.
        var drain = netra.GetSection("Drain").Get<DrainOptions>() ?? new DrainOptions();
        if (drain.GracePeriod > TimeSpan.Zero) services.Configure<HostOptions>(host => host.ShutdownTimeout = drain.GracePeriod);
        services.Configure<PlansOptions>(netra);
        services.AddSingleton<IValidateOptions<PlansOptions>>(new PlansConfigurationValidator(netra.GetSection("Plans"), configuration));
        services.Configure<AuthenticationOptions>(netra.GetSection("Authentication"));
        services.Configure<ApiOptions>(netra.GetSection("Api"));
        services.Configure<UserGrainOptions>(netra.GetSection("Users"));
        services.Configure<HandlerOptions>(netra.GetSection("Handlers"));
        services.Configure<WorkOptions>(netra.GetSection("Work"));
        services.Configure<TicketBookOptions>(netra.GetSection("Tickets"));
        services.Configure<OutboundStreamOptions>(netra.GetSection("Streaming"));
        services.Configure<RocksDbOptions>(netra.GetSection("Storage:RocksDb"));
    }

    private static IServiceCollection AddStore(IServiceCollection services, NetraStore store) =>
        store == NetraStore.PostgreSql ? services.AddNetraPostgreSql() : services.AddNetraRocksDb();

    private static void Configure(ISiloBuilder silo, NetraHostOptions host, ClusterSettings cluster, string? membership)
    {
        silo.UseNetraCluster(cluster, membership);
        if (host.HasUserGrains) silo.AddNetraSilo();
        else silo.WithoutNetraUserGrains();
        if (host.HasUserGrains && host.Store == NetraStore.RocksDb) silo.RequireOnlyUserGrainHost();
        if (host.HasGateway) silo.AddNetraGateway();
    }

    /// <summary>Everything that is wrong with the options of an application.</summary>
    private static List<string> Validate(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. Describe(exception)];
        }
        catch (AggregateException exception)
        {
            return [.. exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(Describe)];
        }
    }

    /// <summary>Names settings as the operator wrote them, whichever way a component's validator does.</summary>
    private static IEnumerable<string> Describe(OptionsValidationException exception)
    {
        var path = OptionsByPath.FirstOrDefault(entry => entry.Value == exception.OptionsType).Key;
        var prefix = string.IsNullOrEmpty(path) ? $"{Section}:" : $"{Section}:{path}:";
        return exception.Failures.Select(failure => failure
            .Replace("Property ", "", StringComparison.Ordinal)
            .Replace(exception.OptionsType.Name + ".", prefix, StringComparison.Ordinal));
    }

    /// <summary>Orleans would share the port with whoever has it (SO_REUSEPORT), and each would get some of the other's calls.</summary>
    private static void ThrowIfInUse(ClusterSettings cluster)
    {
        try
        {
            using var listener = new TcpListener(ClusterSetup.ListeningAddressOf(cluster), cluster.SiloPort);
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new IOException($"The port {cluster.SiloPort} ({Section}:Cluster:{nameof(ClusterSettings.SiloPort)}) is in use: {exception.Message}.", exception);
        }
    }

    private static WebApplication Complete(WebApplication app, NetraHostOptions host)
    {
        // Opened here, so that a store that can't be opened ends the process before it joins a cluster. Databases are looked at by PrepareDatabasesAsync.
        if (host.HasUserGrains && host.Store == NetraStore.RocksDb) app.Services.GetRequiredService<IUserLog>();

        var managementPort = NetraHostOptionsValidator.PortOf(host.ManagementUrl);
        app.MapWhen(context => context.Connection.LocalPort == managementPort, HealthEndpoints.Map);
        if (!host.HasGateway) return app;
        app.MapNetra();
        if (!app.Environment.IsDevelopment()) return app;
        DevelopmentToken.Map(app);
        app.UseDefaultFiles();
        app.UseStaticFiles();
        return app;
    }
}
