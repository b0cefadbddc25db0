namespace Netra.Storage.PostgreSql;

/// <summary>A set of tables with a version of its own. Several may be in one database.</summary>
public enum PostgreSqlSchema
{
    /// <summary>The users' logs: on every shard.</summary>
    Log,

    /// <summary>The membership of the cluster: on one database.</summary>
    Membership,
}
