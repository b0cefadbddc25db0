using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>How far a session is.</summary>
/// <param name="Client">The session.</param>
/// <param name="StartSeq">The position at which it first began: what is at or below it was never to come to it.</param>
/// <param name="AckedSeq">Its acknowledged position; 0 with none.</param>
/// <param name="LastSeenAtMs">When it was last attached or has last acknowledged, Unix milliseconds.</param>
[GenerateSerializer, Alias("netra.session_place"), Immutable]
public readonly record struct SessionPlace(
    [property: Id(0)] ClientId Client, [property: Id(1)] long StartSeq, [property: Id(2)] long AckedSeq, [property: Id(3)] long LastSeenAtMs);
