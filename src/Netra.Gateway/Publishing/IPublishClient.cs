using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>Publishes to many users of one silo. The seam between the server API and the cluster.</summary>
internal interface IPublishClient
{
    /// <summary>Whether the silo can be asked, by what the cluster knows.</summary>
    bool IsThere(SiloAddress silo);

    /// <summary>Publishes as <see cref="IPublishService.PublishAsync"/> does.</summary>
    Task<PublishResult?[]> PublishAsync(SiloAddress silo, UserPublish[] batch);
}
