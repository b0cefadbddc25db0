using Orleans.Services;

namespace Netra.Abstractions;

/// <summary>Takes lease renewals for many users in one call, on the silo that hosts their grains.</summary>
[Alias("netra.ILeaseService")]
public interface ILeaseService : IGrainService
{
    /// <summary>Renews for each user of the batch. Answers in the batch's order; null for a user whose grain did not answer.</summary>
    /// <remarks>The short timeout keeps a silo that hangs from holding up the leases at the others.</remarks>
    [Alias("renew"), ResponseTimeout("00:00:02")]
    Task<LeaseAnswer[]?[]> RenewAsync(UserLeases[] batch);
}
