using Microsoft.Extensions.Logging;
using Netra.Abstractions;

namespace Netra.Grains;

/// <summary>Takes the renewals of a gateway for all users of this silo in one call and asks each user's grain.</summary>
/// <remarks>Failure policy: a grain that fails is answered as null; the gateway asks again with the next renewal.</remarks>
internal sealed class LeaseService(GrainId grainId, Silo silo, ILoggerFactory loggerFactory, IGrainFactory grains)
    : GrainService(grainId, silo, loggerFactory), ILeaseService
{
    private readonly ILogger _logger = loggerFactory.CreateLogger<LeaseService>();

    public Task<LeaseAnswer[]?[]> RenewAsync(UserLeases[] batch) => Task.WhenAll(batch.Select(RenewAsync));

    private async Task<LeaseAnswer[]?> RenewAsync(UserLeases leases)
    {
        try
        {
            return await grains.GetGrain<IUserGrain>(leases.User.Value).RenewAsync(leases);
        }
        catch (Exception exception)
        {
            GrainsLog.RenewalFailed(_logger, exception);
            return null;
        }
    }
}
