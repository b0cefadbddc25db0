using Netra.Protocol;

namespace Netra.Storage;

/// <summary>A retained frame that becomes a hole: its JSON is erased, its place stays.</summary>
/// <param name="Seq">The frame.</param>
/// <param name="Reason"><see cref="SkipReason.Expired"/> or <see cref="SkipReason.Revoked"/>.</param>
public readonly record struct FrameHole(long Seq, SkipReason Reason);
