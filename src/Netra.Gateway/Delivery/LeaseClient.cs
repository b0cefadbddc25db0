using Netra.Abstractions;
using Orleans.Runtime.Services;

namespace Netra.Gateway;

/// <summary>Calls the lease service of a given silo.</summary>
internal sealed class LeaseClient(IServiceProvider services) : GrainServiceClient<ILeaseService>(services), ILeaseClient
{
    public Task<LeaseAnswer[]?[]> RenewAsync(SiloAddress silo, UserLeases[] batch) => GetGrainService(silo).RenewAsync(batch);
}
