using Microsoft.Extensions.Logging;
using Netra.Abstractions;

namespace Netra.Grains;

/// <summary>Hands a batch to the user grains that are active on this silo, each on its own scheduler.</summary>
/// <remarks>
/// Failure policy: it activates nothing and calls no other silo. A user who is not here is answered as null; a grain that fails, or that is not done in time, is
/// answered as unavailable, and the others' answers are given.
/// </remarks>
internal sealed class PublishService(GrainId grainId, Silo silo, ILoggerFactory loggerFactory, LocalUsers users, TimeProvider time)
    : GrainService(grainId, silo, loggerFactory), IPublishService
{
    /// <summary>How long a batch waits for its last user: less than callers wait for the whole.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private readonly ILogger _logger = loggerFactory.CreateLogger<PublishService>();

    public Task<PublishResult?[]> PublishAsync(UserPublish[] batch) => new PublishBatch(batch, _logger).RunAsync(users, Patience, time);
}
