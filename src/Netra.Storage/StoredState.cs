namespace Netra.Storage;

/// <summary>The state as the log keeps it: a snapshot and the changes since, in order, one for each version.</summary>
public sealed record StoredState(StateSnapshotRecord Snapshot, IReadOnlyList<StateChangeRecord> Changes)
{
    /// <summary>Version 0, an empty object.</summary>
    public static StoredState Empty { get; } = new(new StateSnapshotRecord(0, "{}"u8.ToArray()), []);
}
