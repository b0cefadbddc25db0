using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>What an accepted token allows.</summary>
/// <param name="User">Its <c>sub</c>.</param>
/// <param name="ExpiresAtMs">When a connection with it ends, Unix milliseconds: its <c>exp</c>, or the end of the clock skew within which it came.</param>
internal sealed record Access(UserId User, long ExpiresAtMs);
