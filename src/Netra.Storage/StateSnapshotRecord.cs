namespace Netra.Storage;

/// <summary>The whole state at a version.</summary>
/// <param name="Version">The version; 0 for the state of a user that never had one.</param>
/// <param name="Json">The document, a UTF-8 JSON object.</param>
public readonly record struct StateSnapshotRecord(long Version, ReadOnlyMemory<byte> Json);
