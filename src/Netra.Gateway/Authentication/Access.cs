using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>What an accepted token allows.</summary>
/// <param name="User">Its <c>sub</c>.</param>
/// <param name="ExpiresAtMs">When a connection with it ends, Unix milliseconds: its <c>exp</c>, or the end of the clock skew within which it came.</param>
/// <param name="Plan">Its <c>plan</c>; null when it has none.</param>
/// <param name="Stamp">What the user's grain needs to know whether it was revoked.</param>
internal sealed record Access(UserId User, long ExpiresAtMs, string? Plan, TokenStamp Stamp);
