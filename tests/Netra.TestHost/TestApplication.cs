using System.Globalization;
using Netra.Abstractions;
using Netra.Gateway;
using Netra.Grains;
using Netra.Storage;
using Netra.Storage.RocksDb;

namespace Netra.TestHost;

/// <summary>An application that embeds Netra, all roles in one process, with handlers that the end-to-end tests look at from outside.</summary>
internal static class TestApplication
{
    /// <summary>Takes the settings of the real host: addresses, ports, limits, keys.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var netra = builder.Configuration.GetSection("Netra");
        builder.WebHost.UseUrls(netra["Url"]!, netra["ManagementUrl"]!);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<Netra.Gateway.GatewayOptions>(netra.GetSection("Gateway"));
        builder.Services.Configure<AuthenticationOptions>(netra.GetSection("Authentication"));
        builder.Services.Configure<ApiOptions>(netra.GetSection("Api"));
        builder.Services.Configure<UserGrainOptions>(netra.GetSection("Users"));
        builder.Services.AddNetraRocksDb(store => netra.GetSection("Storage:RocksDb").Bind(store));
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(int.Parse(netra["Cluster:SiloPort"]!, CultureInfo.InvariantCulture), gatewayPort: 0)
            .AddNetraSilo()
            .AddNetraGateway());
        AddHandlers(builder.Services);

        var app = builder.Build();
        // Opened here, so that a store that can't be opened ends the process at once.
        app.Services.GetRequiredService<IUserLog>();
        app.MapGet("/health/ready", () => Results.Ok());
        app.MapNetra();
        return app;
    }

    private static void AddHandlers(IServiceCollection services)
    {
        services.AddNetraMessageHandler<CountHandler>("count");
        services.AddNetraMessageHandler<FailTimesHandler>("fail_times", Quickly);
        services.AddNetraMessageHandler<FailAlwaysHandler>("fail_always", Quickly);
        services.AddNetraMessageHandler<RejectHandler>("refuse_me");
        services.AddNetraMessageHandler<SendToHandler>("send_to");
        services.AddNetraMessageHandler<PatchStateHandler>("patch_state");
        services.AddNetraMessageHandler<EffectsThenFailHandler>("effects_then_fail", Quickly);
        services.AddNetraMessageHandler<PatternHandler>("pattern_*");
        services.AddNetraMessageHandler<HangHandler>("hang", options =>
        {
            Quickly(options);
            options.Timeout = TimeSpan.FromMilliseconds(200);
        });
        services.AddNetraMessageHandler<SlowWorkHandler>("slow_work", options => options.InBackground = true);
        services.AddNetraMessageHandler<FailAlwaysHandler>("fail_in_background", options =>
        {
            Quickly(options);
            options.InBackground = true;
        });
    }

    private static void Quickly(MessageHandlerOptions options) => options.RetryDelay = TimeSpan.FromMilliseconds(10);
}
