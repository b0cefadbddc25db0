using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>What may be delivered of a place (protocol section 3).</summary>
internal static class StoredFrameExtensions
{
    /// <summary>Whether it is a frame that has not reached its end.</summary>
    public static bool IsDeliverable(in this StoredFrame place, long nowMs) => place.SkippedFor(nowMs) is null;

    /// <summary>Why it is not delivered; null when it is.</summary>
    public static SkipReason? SkippedFor(in this StoredFrame place, long nowMs) => place.Hole
        ?? (place.ExpiresAtMs != 0 && place.ExpiresAtMs <= nowMs ? SkipReason.Expired : null);
}
