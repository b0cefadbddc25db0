namespace Netra.Storage.RocksDb;

/// <summary>Why a store could not be opened.</summary>
public enum RocksDbOpenFault
{
    /// <summary>Something that is none of the others; the message has what RocksDB said.</summary>
    Failed,

    /// <summary>Another process, or another instance in this one, has the store open.</summary>
    Locked,

    /// <summary>Files are missing or are not what was written. Restore a backup.</summary>
    Damaged,

    /// <summary>A newer build wrote the store in a format that this one does not know.</summary>
    NewerFormat,

    /// <summary>The path is not a directory and cannot be made one.</summary>
    NotADirectory,

    /// <summary>This process may not read and write the directory.</summary>
    NoPermission,
}
