using Orleans.Services;

namespace Netra.Abstractions;

/// <summary>Takes messages for many users in one call, on the silo where their grains are active: a call of Orleans' for each of them costs more than what it does.</summary>
[Alias("netra.IPublishService")]
public interface IPublishService : IGrainService
{
    /// <summary>
    /// Publishes to each user of the batch, as <see cref="IUserGrain.PublishAsync"/> does. Answers in the batch's order: null for a user whose grain is not
    /// active here, for whom nothing was done; a refusal <c>unavailable</c> where the grain would have thrown.
    /// </summary>
    /// <remarks>A user whose grain takes too long is answered with a refusal before the call itself would time out for all of them.</remarks>
    [Alias("publish"), ResponseTimeout("00:00:30")]
    Task<PublishResult?[]> PublishAsync(UserPublish[] batch);
}
