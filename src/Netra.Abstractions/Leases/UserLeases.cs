using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>All connections of one user on one gateway.</summary>
/// <param name="User">The user.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="AsOfMs">When the gateway looked, by its clock, Unix milliseconds: connections that were made since may be missing here.</param>
/// <param name="Renewals">The connections.</param>
[GenerateSerializer, Alias("netra.user_leases"), Immutable]
public sealed record UserLeases(
    [property: Id(0)] UserId User, [property: Id(1)] SiloAddress Gateway, [property: Id(2)] long AsOfMs, [property: Id(3)] LeaseRenewal[] Renewals);
