using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Netra.Client;

/// <summary>Registers a client.</summary>
public static class NetraClientServices
{
    /// <summary>Adds one <see cref="NetraClient"/>, made when it is first asked for and disposed with the container, which logs where the application does.</summary>
    public static IServiceCollection AddNetraClient(this IServiceCollection services, Action<IServiceProvider, NetraClientOptions> configure)
    {
        services.TryAddSingleton(provider =>
        {
            var options = new NetraClientOptions { LoggerFactory = provider.GetService<ILoggerFactory>() };
            configure(provider, options);
            return new NetraClient(options);
        });
        return services;
    }
}
