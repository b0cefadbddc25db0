using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Netra.Storage.RocksDb;

/// <summary>Registers the embedded store.</summary>
public static class RocksDbServiceCollectionExtensions
{
    /// <summary>
    /// Adds the embedded store as <see cref="IUserLogBackend"/>, and <see cref="IUserLog"/> over it. The store is opened when it is first
    /// resolved: resolve it at start, so that a <see cref="RocksDbOpenException"/> ends the process before it takes traffic.
    /// </summary>
    public static IServiceCollection AddNetraRocksDb(this IServiceCollection services, Action<RocksDbOptions>? configure = null)
    {
        var options = services.AddOptionsWithValidateOnStart<RocksDbOptions>();
        if (configure is not null) options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RocksDbOptions>, RocksDbOptionsValidator>());
        services.TryAddSingleton<IUserLogBackend, RocksDbBackend>();
        return services.AddNetraUserLog();
    }
}
