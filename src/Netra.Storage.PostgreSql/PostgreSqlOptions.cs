namespace Netra.Storage.PostgreSql;

/// <summary>Where the logs are kept. Checked once, at start.</summary>
public sealed class PostgreSqlOptions
{
    /// <summary>
    /// The databases that users are spread over, each user on one of them by its id (rendezvous hashing over the names). At least one. Adding one moves
    /// a part of the users to it, which takes a migration of their data; a changed connection string moves nobody.
    /// </summary>
    public IList<PostgreSqlShardOptions> Shards { get; } = [];
}
