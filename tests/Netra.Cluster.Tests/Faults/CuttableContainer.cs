using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Cluster.Tests;

/// <summary>Puts the cuttable network around what the test cluster has registered; only the container's factory comes after that.</summary>
internal sealed class CuttableContainer(CuttableNetwork network) : IServiceProviderFactory<IServiceCollection>
{
    public IServiceCollection CreateBuilder(IServiceCollection services) => services;

    public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder)
    {
        var table = (IMembershipTable)containerBuilder.Last(one => one.ServiceType == typeof(IMembershipTable)).ImplementationInstance!;
        containerBuilder.AddSingleton<IMembershipTable>(new CuttableMembershipTable(table, network));
        Wrap<IConnectionFactory>(containerBuilder, inner => new CuttableConnectionFactory(inner, network));
        Wrap<IConnectionListenerFactory>(containerBuilder, inner => new CuttableListenerFactory(inner, network));
        return containerBuilder.BuildServiceProvider();
    }

    private static void Wrap<T>(IServiceCollection services, Func<T, T> wrap)
        where T : class
    {
        var last = services
            .Where(one => one.ServiceType == typeof(T) && one.IsKeyedService && one.KeyedImplementationFactory is not null)
            .GroupBy(one => one.ServiceKey)
            .Select(group => group.Last())
            .ToList();
        foreach (var one in last)
            services.AddKeyedSingleton(one.ServiceKey, (provider, key) => wrap((T)one.KeyedImplementationFactory!(provider, key)));
    }
}
