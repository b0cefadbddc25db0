using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netra.Abstractions;

namespace Netra.Webhooks;

/// <summary>Registers webhooks, in the silos that host user grains.</summary>
public static class WebhookServiceCollectionExtensions
{
    private const int BackgroundAttempts = 3;

    /// <summary>What the handler needs beside the call itself; a timeout of the call is then reported by the call.</summary>
    private static readonly TimeSpan HandlerMargin = TimeSpan.FromSeconds(5);

    /// <summary>A new address of an endpoint's name is noticed within this time.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Sends messages of clients to HTTP endpoints as <paramref name="section"/> says (<see cref="WebhookOptions"/>). It is read by this call:
    /// a later change needs a restart. What is wrong with it is said at start, by <see cref="OptionsValidationException"/>.
    /// Each route has an <see cref="HttpClient"/> named <c>netra-webhook-</c> and the route's name, for an application to configure further.
    /// </summary>
    public static IServiceCollection AddNetraWebhooks(this IServiceCollection services, IConfigurationSection section)
    {
        var options = section.Get<WebhookOptions>() ?? new WebhookOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<WebhookInstruments>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>());
        services.AddOptions<WebhookOptions>().Bind(section).ValidateOnStart();
        foreach (var route in options.Routes) AddRoute(services, options, route);
        return services;
    }

    private static void AddRoute(IServiceCollection services, WebhookOptions options, WebhookRouteOptions route)
    {
        var client = WebhookClient.HttpClientName(route.Name);
        AddHttpClient(services, client, options, route);
        services.AddKeyedSingleton(client, (provider, _) =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(client);
            return new WebhookHandler(
                route.Name,
                new WebhookClient(route, http, time),
                provider.GetRequiredService<WebhookInstruments>(),
                time,
                provider.GetRequiredService<ILogger<WebhookHandler>>());
        });
        foreach (var type in route.Types.Where(type => !string.IsNullOrEmpty(type)))
        {
            services.AddSingleton(new MessageHandlerRegistration(
                type, provider => provider.GetRequiredKeyedService<WebhookHandler>(client), HandlerOptions(options, route)));
        }
    }

    private static void AddHttpClient(IServiceCollection services, string name, WebhookOptions options, WebhookRouteOptions route)
    {
        var http = services
            // The pipeline has the timeouts, on the injected clock.
            .AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            // They would log the address with its query, and at Trace the signatures.
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                handler.PooledConnectionLifetime = ConnectionLifetime;
            });
        http.AddResilienceHandler("netra", (builder, context) => new WebhookPipeline(
            options,
            route,
            context.ServiceProvider.GetRequiredService<TimeProvider>(),
            context.ServiceProvider.GetRequiredService<ILogger<WebhookHandler>>()).Configure(builder));
        http.AddHttpMessageHandler(provider => new WebhookTryHandler(route, provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>In the foreground the pipeline's retries are all there is. In the background a pause is long enough for an open circuit to close.</summary>
    private static MessageHandlerOptions HandlerOptions(WebhookOptions options, WebhookRouteOptions route) => new()
    {
        InBackground = route.InBackground,
        MaxAttempts = route.InBackground ? BackgroundAttempts : 1,
        Timeout = route.TotalTimeout + HandlerMargin,
        RetryDelay = options.CircuitBreakTime,
    };
}
