using Microsoft.Extensions.DependencyInjection;
using Netra.Storage;

namespace Netra.Faults.Bugs;

/// <summary>The faults that can be planted. The checker has to find each of them.</summary>
internal static class Bug
{
    /// <summary>What plants a fault into a host's services.</summary>
    /// <exception cref="InvalidOperationException">There is no such fault.</exception>
    public static Action<IServiceCollection> PlanterOf(string name) => name switch
    {
        "ack-early" => services => Wrap(services, inner => new EarlyAnswerBackend(inner)),
        "skip-fencing" => services => Wrap(services, inner => new UnfencedBackend(inner)),
        "skip-reattach" => services => services.AddSingleton<IOutgoingGrainCallFilter, ReattachDenier>(),
        _ => throw new InvalidOperationException($"There is no fault '{name}'."),
    };

    private static void Wrap(IServiceCollection services, Func<IUserLogBackend, IUserLogBackend> wrap)
    {
        // A gateway has no store.
        if (services.LastOrDefault(service => service.ServiceType == typeof(IUserLogBackend)) is not { } inner) return;
        services.Remove(inner);
        services.AddSingleton(provider => wrap((IUserLogBackend)(
            inner.ImplementationFactory?.Invoke(provider) ?? inner.ImplementationInstance ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!))));
    }
}
