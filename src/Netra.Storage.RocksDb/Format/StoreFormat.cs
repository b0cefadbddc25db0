namespace Netra.Storage.RocksDb;

/// <summary>The names and the version of the format. A change of any byte layout in this folder is a new version.</summary>
internal static class StoreFormat
{
    /// <summary>The version that this build writes, and the newest that it reads.</summary>
    /// <remarks>Version 1 had the first three families of users, and only plain frames. It is raised to version 2 when it is opened.</remarks>
    public const ushort Version = 2;

    /// <summary>RocksDB's own first column family; it has the one meta record.</summary>
    public const string MetaFamily = "default";

    public const string HeadsFamily = "heads";
    public const string SessionsFamily = "sessions";
    public const string FramesFamily = "frames";
    public const string DeadLettersFamily = "dead_letters";
    public const string StateFamily = "state";
    public const string DeduplicationFamily = "deduplication";
    public const string WorkFamily = "work";

    /// <summary>The families of users that version 1 had.</summary>
    public static IReadOnlyList<string> FamiliesOfVersion1 { get; } = [HeadsFamily, SessionsFamily, FramesFamily];

    /// <summary>All families of users.</summary>
    public static IReadOnlyList<string> Families { get; } =
        [.. FamiliesOfVersion1, DeadLettersFamily, StateFamily, DeduplicationFamily, WorkFamily];

    public static ReadOnlySpan<byte> MetaKey => "netra.meta"u8;
}
