namespace Netra.Protocol;

/// <summary>A change of the state as a client's frame says it (protocol section 5).</summary>
/// <param name="Kind">How it is said.</param>
/// <param name="Json">The patch, operations or updates in UTF-8: of the kind's JSON shape, no more is known of it. It may be a slice of the payload.</param>
/// <param name="Version">The version that it is meant for, 0 to 2^53 - 1.</param>
public readonly record struct StateUpdate(StateChangeKind Kind, ReadOnlyMemory<byte> Json, long Version);
