using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Netra.Client.Publishing;

/// <summary>Registers the publisher.</summary>
public static class NetraPublisherServiceCollectionExtensions
{
    /// <summary>The name of the publisher's <see cref="HttpClient"/>.</summary>
    public const string HttpClientName = "netra-publisher";

    /// <summary>A new address of the server's name is noticed within this time.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Registers <see cref="NetraPublisher"/> as a singleton over an <see cref="HttpClient"/> that tries again, with growing pauses or after the server's
    /// <c>Retry-After</c>, what failed for a passing reason: 429, 503, a proxy's 502 and 504, a broken connection, a timeout. Messages carry an id, so that a try whose
    /// answer was lost is not stored twice. What is wrong with the options is said at start, by <see cref="OptionsValidationException"/>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options; null: they come from elsewhere, such as <c>services.Configure</c> with a section of the configuration.</param>
    /// <returns>The builder of the <see cref="HttpClient"/>, for handlers of the application's own.</returns>
    public static IHttpClientBuilder AddNetraPublisher(this IServiceCollection services, Action<NetraPublisherOptions>? configure = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<NetraPublisherOptions>, NetraPublisherOptionsValidator>());
        var options = services.AddOptions<NetraPublisherOptions>().ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        services.TryAddSingleton(provider => new NetraPublisher(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
            provider.GetRequiredService<IOptions<NetraPublisherOptions>>().Value,
            provider.GetRequiredService<ILogger<NetraPublisher>>(),
            provider.GetRequiredService<TimeProvider>()));
        return AddHttpClient(services);
    }

    /// <summary>Registers <see cref="PublishQueue"/> as a singleton. Needs <see cref="AddNetraPublisher"/>. The container's asynchronous end sends what the queue holds.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddNetraPublishQueue(this IServiceCollection services, Action<PublishQueueOptions>? configure = null)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PublishQueueOptions>, PublishQueueOptionsValidator>());
        var options = services.AddOptions<PublishQueueOptions>().ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        services.TryAddSingleton(provider => new PublishQueue(
            provider.GetRequiredService<NetraPublisher>(),
            provider.GetRequiredService<IOptions<PublishQueueOptions>>().Value,
            provider.GetRequiredService<ILogger<PublishQueue>>()));
        return services;
    }

    private static IHttpClientBuilder AddHttpClient(IServiceCollection services)
    {
        var http = services
            // The pipeline has the timeouts.
            .AddHttpClient(HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            // They would log addresses, which name users.
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                handler.PooledConnectionLifetime = ConnectionLifetime;
            });
        http.AddResilienceHandler("netra", (builder, context) => new RetryPipeline(
            context.ServiceProvider.GetRequiredService<IOptions<NetraPublisherOptions>>().Value,
            context.ServiceProvider.GetRequiredService<TimeProvider>(),
            context.ServiceProvider.GetRequiredService<ILogger<NetraPublisher>>()).Configure(builder));
        http.AddHttpMessageHandler(provider => new BufferingHandler(provider.GetRequiredService<IOptions<NetraPublisherOptions>>().Value.MaxAnswerBytes));
        return http;
    }
}
