namespace Netra.Storage.PostgreSql;

/// <summary>What a database says of a schema.</summary>
/// <param name="Version">The version that it has; 0 when it has none.</param>
/// <param name="OldestBuild">The oldest build that may use it, by the version of the schema that the build needs.</param>
internal readonly record struct SchemaVersion(int Version, int OldestBuild)
{
    /// <summary>Whether a build that needs a version can use this one: it is that, or a newer one that leaves what the build uses as it was.</summary>
    public bool IsUsableBy(int needed) => Version >= needed && (Version == needed || OldestBuild <= needed);
}
