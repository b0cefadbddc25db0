using Netra.Abstractions;
using Orleans.Runtime.Services;

namespace Netra.Gateway;

/// <summary>Calls the publish service of a given silo.</summary>
internal sealed class PublishClient(IServiceProvider services, ISiloStatusOracle membership)
    : GrainServiceClient<IPublishService>(services), IPublishClient
{
    public bool IsThere(SiloAddress silo) => membership.GetApproximateSiloStatus(silo) == SiloStatus.Active;

    public Task<PublishResult?[]> PublishAsync(SiloAddress silo, UserPublish[] batch) => GetGrainService(silo).PublishAsync(batch);
}
