using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>The connections of one user on one gateway.</summary>
[GenerateSerializer, Alias("netra.user_leases"), Immutable]
public sealed record UserLeases([property: Id(0)] UserId User, [property: Id(1)] LeaseRenewal[] Renewals);
