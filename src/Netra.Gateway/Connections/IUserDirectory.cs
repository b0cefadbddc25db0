using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Finds the grain of a user. The seam between connections and the cluster.</summary>
internal interface IUserDirectory
{
    IUserGrain Find(UserId user);
}
