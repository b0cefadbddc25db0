using Netra.Protocol;

namespace Netra.Storage;

/// <summary>One change of the state.</summary>
/// <param name="Version">The version that it made.</param>
/// <param name="Kind">How it is said.</param>
/// <param name="Json">The change, UTF-8 JSON.</param>
public readonly record struct StateChangeRecord(long Version, StateChangeKind Kind, ReadOnlyMemory<byte> Json);
