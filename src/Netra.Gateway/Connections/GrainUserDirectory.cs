using Netra.Abstractions;
using Netra.Protocol;
using Orleans.Metadata;

namespace Netra.Gateway;

/// <summary>Users are grains of this cluster.</summary>
internal sealed class GrainUserDirectory(IGrainFactory grains, GrainInterfaceTypeResolver interfaces) : IUserDirectory
{
    // Asked for once: Orleans finds it by reflection each time, for every message.
    private readonly GrainInterfaceType _interface = interfaces.GetGrainInterfaceType(typeof(IUserGrain));

    public IUserGrain Find(UserId user) => (IUserGrain)grains.GetGrain(UserGrainIds.Of(user), _interface);
}
