using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>A session as the server API shows it.</summary>
/// <param name="Client">Its name.</param>
/// <param name="AckedSeq">The acknowledged position; null with none.</param>
/// <param name="LastSeenAtMs">When it was last attached, Unix milliseconds.</param>
[GenerateSerializer, Alias("netra.session_description"), Immutable]
public sealed record SessionDescription([property: Id(0)] ClientId Client, [property: Id(1)] long? AckedSeq, [property: Id(2)] long LastSeenAtMs);
