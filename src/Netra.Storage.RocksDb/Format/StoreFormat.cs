namespace Netra.Storage.RocksDb;

/// <summary>The names and the version of the format. A change of any byte layout in this folder is a new version.</summary>
internal static class StoreFormat
{
    /// <summary>The version that this build writes, and the newest that it reads.</summary>
    public const ushort Version = 1;

    /// <summary>RocksDB's own first column family; it has the one meta record.</summary>
    public const string MetaFamily = "default";

    public const string HeadsFamily = "heads";
    public const string SessionsFamily = "sessions";
    public const string FramesFamily = "frames";

    public static ReadOnlySpan<byte> MetaKey => "netra.meta"u8;
}
