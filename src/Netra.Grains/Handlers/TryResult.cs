using Netra.Protocol;

namespace Netra.Grains;

/// <summary>What became of a try of a handler. Nothing of it took effect unless it is done.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Error">For the sender, when it was rejected.</param>
/// <param name="Cause">Why it failed.</param>
/// <param name="FirstSeq">The first seq that its effects took; null when they took none. Of a duplicate, what the first was answered with.</param>
internal readonly record struct TryResult(TryStatus Status, FrameError? Error = null, Exception? Cause = null, long? FirstSeq = null);
