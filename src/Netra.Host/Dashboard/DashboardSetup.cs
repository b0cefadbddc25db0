using Microsoft.Extensions.Options;
using Netra.Gateway;
using Orleans.Dashboard;

namespace Netra.Host;

/// <summary>The dashboard on the management port: <c>/dashboard</c>, and <c>/orleans</c> where that is asked for.</summary>
internal static class DashboardSetup
{
    private const string OrleansPath = "/orleans";

    /// <summary>What endpoints of a branch would be added to: the application's own, which all ports have.</summary>
    private const string GlobalRoutes = "__GlobalEndpointRouteBuilder";

    public static void Add(ISiloBuilder silo, IConfigurationSection dashboard, ProcessName name)
    {
        var services = silo.Services;
        services.AddOptions<DashboardOptions>().Bind(dashboard).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DashboardOptions>, DashboardOptionsValidator>();
        var options = dashboard.Get<DashboardOptions>() ?? new DashboardOptions();
        if (options.Orleans) silo.AddDashboard(orleans => orleans.HideTrace = true);
        if (!options.Enabled) return;

        services.AddNetraUserCalls();
        services.AddMetrics();
        services.AddSingleton(name);
        services.AddSingleton<ProcessMeter>();
        services.AddSingleton<RecentErrors>();
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<RecentErrors>());
        services.AddSingleton<ProcessHistory>();
        services.AddHostedService(provider => provider.GetRequiredService<ProcessHistory>());
        services.AddSingleton<IDashboardClient, DashboardClient>();
        services.AddSingleton<ClusterView>();
        services.AddSingleton<DashboardApi>();
        services.AddSingleton<DashboardEndpoint>();
        silo.AddGrainService<DashboardService>();
    }

    public static void Map(IApplicationBuilder management)
    {
        var services = management.ApplicationServices;
        var options = services.GetRequiredService<IOptions<DashboardOptions>>().Value;
        if (options.Enabled)
        {
            // From before the first connection: what was counted until then would be missing.
            services.GetRequiredService<ProcessMeter>();
            var endpoint = services.GetRequiredService<DashboardEndpoint>();
            management.MapWhen(DashboardEndpoint.IsMeant, dashboard => dashboard.Run(endpoint.HandleAsync));
        }

        if (options.Orleans) management.MapWhen(context => context.Request.Path.StartsWithSegments(OrleansPath), MapOrleans);
    }

    private static void MapOrleans(IApplicationBuilder orleans)
    {
        var keys = orleans.ApplicationServices.GetRequiredService<IApiKeys>();
        var isOpen = orleans.ApplicationServices.GetRequiredService<IHostEnvironment>().IsDevelopment();
        orleans.Properties.Remove(GlobalRoutes);
        orleans.Use((context, next) =>
        {
            // Its page sets no policy of its own, and a browser that has the key sends it from within any frame.
            context.Response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'";
            return next(context);
        });
        orleans.Use((context, next) => isOpen ? next(context) : ManagementKey.GuardAsync(context, keys, () => next(context), asksBrowser: true));
        orleans.UseRouting();
        orleans.UseEndpoints(endpoints => endpoints.MapOrleansDashboard(OrleansPath));
    }
}
