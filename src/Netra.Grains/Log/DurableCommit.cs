using Netra.Storage;

namespace Netra.Grains;

/// <summary>What a commit that became durable did to the log.</summary>
/// <param name="Frames">The new places, in order; holes among them.</param>
/// <param name="Taken">What it took.</param>
internal sealed record DurableCommit(IReadOnlyList<StoredFrame> Frames, RetentionPlan Taken);
