using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Netra.Storage.PostgreSql;

/// <summary>Registers the store in PostgreSQL.</summary>
public static class PostgreSqlServiceCollectionExtensions
{
    /// <summary>
    /// Adds the store in PostgreSQL as <see cref="IUserLogBackend"/>, and <see cref="IUserLog"/> over it. Nothing is connected before it is used, and a
    /// database whose schema is not this build's is refused at each connection: bring it up with <see cref="PostgreSqlMigrator"/> before.
    /// </summary>
    public static IServiceCollection AddNetraPostgreSql(this IServiceCollection services, Action<PostgreSqlOptions>? configure = null)
    {
        var options = services.AddOptionsWithValidateOnStart<PostgreSqlOptions>();
        if (configure is not null) options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlOptions>, PostgreSqlOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IUserLogBackend, PostgreSqlBackend>();
        return services.AddNetraUserLog();
    }
}
