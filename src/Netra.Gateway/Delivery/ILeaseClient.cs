using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>Renews leases at the silos of the users' grains. The seam between the renewer and the cluster.</summary>
internal interface ILeaseClient
{
    /// <summary>Renews for each user of the batch, as <see cref="ILeaseService.RenewAsync"/> does.</summary>
    Task<LeaseAnswer[]?[]> RenewAsync(SiloAddress silo, UserLeases[] batch);
}
