using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>A gateway's word that a connection lives.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Cursor">The last seq on its socket.</param>
/// <param name="LastSeenAtMs">When its client was last heard of, Unix milliseconds.</param>
[GenerateSerializer, Alias("netra.lease_renewal"), Immutable]
public readonly record struct LeaseRenewal(
    [property: Id(0)] ConnectionId Connection, [property: Id(1)] long Cursor, [property: Id(2)] long LastSeenAtMs);
