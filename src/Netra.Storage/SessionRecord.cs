using Netra.Protocol;

namespace Netra.Storage;

/// <summary>What the log keeps of a session (protocol section 2.1).</summary>
/// <param name="ClientId">The session's name.</param>
/// <param name="StartSeq">The position at which it first began: it goes on from here until it acknowledges.</param>
/// <param name="AckedSeq">The cumulative acknowledged position; null until it acknowledges anything.</param>
/// <param name="LastSeenMs">When it was last attached, Unix milliseconds.</param>
public readonly record struct SessionRecord(ClientId ClientId, long StartSeq, long? AckedSeq, long LastSeenMs)
{
    /// <summary>Where the session goes on: everything up to here it has had.</summary>
    public long Position => AckedSeq ?? StartSeq;
}
