using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Netra.Abstractions;

/// <summary>Registers an application's handlers, in the silos that host user grains.</summary>
public static class MessageHandlerServiceCollectionExtensions
{
    /// <summary>Messages of clients whose type is, or matches, <paramref name="pattern"/> go to <typeparamref name="T"/>, a singleton unless it is registered otherwise.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="pattern">A type, or the beginning of types with a <c>*</c> behind it, such as <c>order_*</c>.</param>
    /// <param name="configure">How it runs.</param>
    public static IServiceCollection AddNetraMessageHandler<T>(
        this IServiceCollection services, string pattern, Action<MessageHandlerOptions>? configure = null)
        where T : class, IMessageHandler
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        var options = new MessageHandlerOptions();
        configure?.Invoke(options);
        services.TryAddSingleton<T>();
        services.AddSingleton(new MessageHandlerRegistration(pattern, provider => provider.GetRequiredService<T>(), options));
        return services;
    }
}
