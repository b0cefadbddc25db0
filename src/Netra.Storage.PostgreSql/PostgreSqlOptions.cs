namespace Netra.Storage.PostgreSql;

/// <summary>Where the logs are kept, and what of it a process uses. Checked once, at start.</summary>
public sealed class PostgreSqlOptions
{
    /// <summary>
    /// The databases that users are spread over, each user on one of them by its id (rendezvous hashing over the names). At least one. Adding one moves
    /// a part of the users to it, which takes a migration of their data; a changed connection string moves nobody.
    /// </summary>
    public IList<PostgreSqlShardOptions> Shards { get; } = [];

    /// <summary>Whether a process brings the schema up when it starts; null: in Development only. Otherwise an old schema ends it with a message.</summary>
    public bool? MigrateAtStart { get; set; }

    /// <summary>How many connections to each database write: as many groups are written at once, of different users. 1 to 16.</summary>
    public int WritersPerShard { get; set; } = 2;

    /// <summary>How many connections to each database read. Two of them load users, the others read messages. 3 to 1,000.</summary>
    public int ReadConnectionsPerShard { get; set; } = 8;

    /// <summary>How many reads may be under way or wait for a connection, for each database; further ones fail.</summary>
    public int MaxWaitingReads { get; set; } = 16_384;

    /// <summary>How many users are loaded with one query, of those that wait.</summary>
    public int MaxUsersPerLoad { get; set; } = 256;

    /// <summary>How long making a connection may take: whole seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long the server may work on one command, waiting for locks included. At least a second. With <see cref="ConnectTimeout"/> it is the time that the writing
    /// of a group has in all, and both together are less than <see cref="UserLogOptions.CommitTimeout"/>.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(2.5);

    /// <summary>
    /// How long a group waits for a lock of another session before it is divided to find the user whom that concerns. From 10 milliseconds to <see cref="CommandTimeout"/>.
    /// </summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a read, or the writing of a group, waits for a database that can't be reached before it fails; and how long a read waits for a free connection.</summary>
    public TimeSpan OutageWait { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long it pauses before it tries to reach it again.</summary>
    public TimeSpan ReconnectInterval { get; set; } = TimeSpan.FromMilliseconds(200);
}
