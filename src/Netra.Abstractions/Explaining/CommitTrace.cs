namespace Netra.Abstractions;

/// <summary>What a silo remembers of the commit that a message came with.</summary>
/// <param name="Origin">Who sent it.</param>
/// <param name="AcceptedAtMs">When it was accepted, Unix milliseconds.</param>
/// <param name="DurableAtMs">When it was known to be on durable storage, Unix milliseconds by the silo's clock.</param>
/// <param name="Gateways">The gateways that it was pushed to then; none when nobody was connected.</param>
[GenerateSerializer, Alias("netra.commit_trace"), Immutable]
public sealed record CommitTrace(
    [property: Id(0)] MessageOrigin Origin,
    [property: Id(1)] long AcceptedAtMs,
    [property: Id(2)] long DurableAtMs,
    [property: Id(3)] SiloAddress[] Gateways);
