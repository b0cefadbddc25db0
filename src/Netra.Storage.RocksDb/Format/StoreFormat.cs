namespace Netra.Storage.RocksDb;

/// <summary>The names and the version of the format. A change of any byte layout in this folder is a new version.</summary>
internal static class StoreFormat
{
    /// <summary>The version that this build writes, and the newest that it reads.</summary>
    /// <remarks>
    /// Version 1 had the first three families of users, and only plain frames; version 2 all but revoked tokens. A store of an older version is raised to
    /// this one when it is opened.
    /// </remarks>
    public const ushort Version = 3;

    /// <summary>RocksDB's own first column family; it has the one meta record.</summary>
    public const string MetaFamily = "default";

    public const string HeadsFamily = "heads";
    public const string SessionsFamily = "sessions";
    public const string FramesFamily = "frames";
    public const string DeadLettersFamily = "dead_letters";
    public const string StateFamily = "state";
    public const string DeduplicationFamily = "deduplication";
    public const string WorkFamily = "work";
    public const string RevokedTokensFamily = "revoked_tokens";

    /// <summary>The families of users that version 1 had.</summary>
    public static IReadOnlyList<string> FamiliesOfVersion1 { get; } = [HeadsFamily, SessionsFamily, FramesFamily];

    /// <summary>The families of users that version 2 had.</summary>
    public static IReadOnlyList<string> FamiliesOfVersion2 { get; } =
        [.. FamiliesOfVersion1, DeadLettersFamily, StateFamily, DeduplicationFamily, WorkFamily];

    /// <summary>All families of users.</summary>
    public static IReadOnlyList<string> Families { get; } = [.. FamiliesOfVersion2, RevokedTokensFamily];

    /// <summary>The families of users that a store of a version must have.</summary>
    public static IReadOnlyList<string> FamiliesOf(ushort version) => version switch
    {
        1 => FamiliesOfVersion1,
        2 => FamiliesOfVersion2,
        _ => Families,
    };

    public static ReadOnlySpan<byte> MetaKey => "netra.meta"u8;
}
