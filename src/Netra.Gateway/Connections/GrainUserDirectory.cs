using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Users are grains of this cluster.</summary>
internal sealed class GrainUserDirectory(IGrainFactory grains) : IUserDirectory
{
    public IUserGrain Find(UserId user) => grains.GetGrain<IUserGrain>(UserGrainIds.Of(user));
}
