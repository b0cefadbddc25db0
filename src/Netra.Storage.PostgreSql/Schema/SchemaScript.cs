namespace Netra.Storage.PostgreSql;

/// <summary>One migration.</summary>
/// <param name="Version">The version that it makes.</param>
/// <param name="OldestBuild">
/// The oldest build that may go on using the database after it, by the version that the build needs: its own version when it changes or takes away what older
/// builds use, and an older one when it only adds to that.
/// </param>
/// <param name="Sql">Its statements.</param>
internal sealed record SchemaScript(int Version, int OldestBuild, string Sql);
