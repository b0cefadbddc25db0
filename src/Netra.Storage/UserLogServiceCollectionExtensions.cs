using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Netra.Storage;

/// <summary>Registers the user log.</summary>
public static class UserLogServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IUserLog"/> over the registered <see cref="IUserLogBackend"/>, which the caller adds. The container must have logging; a
    /// <see cref="TimeProvider"/> is added when there is none. Options are checked at start.
    /// </summary>
    public static IServiceCollection AddNetraUserLog(this IServiceCollection services, Action<UserLogOptions>? configure = null)
    {
        var options = services.AddOptionsWithValidateOnStart<UserLogOptions>();
        if (configure is not null) options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<UserLogOptions>, UserLogOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IUserLog, UserLog>();
        return services;
    }
}
