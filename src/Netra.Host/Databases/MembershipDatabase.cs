using Netra.Storage.PostgreSql;
using Npgsql;

namespace Netra.Host;

/// <summary>The database in which the processes of a cluster find each other.</summary>
internal static class MembershipDatabase
{
    /// <summary>
    /// Seconds. A statement of the membership takes a millisecond. A database that hangs must not keep the verdict on a process that is gone waiting for
    /// longer than it has to be.
    /// </summary>
    private const int ConnectTimeout = 3, CommandTimeout = 4;

    /// <summary>It runs one statement at a time, now and then another beside it, and every process of the cluster has these.</summary>
    private const int MaxConnections = 2;

    /// <summary>The connection string as it is set, or that of the first shard; null when there is neither.</summary>
    public static string? ConnectionStringOf(ClusterSettings cluster, PostgreSqlOptions? store)
    {
        var found = cluster.ConnectionString ?? store?.Shards.FirstOrDefault()?.ConnectionString;
        return string.IsNullOrWhiteSpace(found) ? null : found;
    }

    /// <summary>The connection string with bounds that its author has left out.</summary>
    public static string Bounded(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        if (!parts.ShouldSerialize("Timeout")) parts.Timeout = ConnectTimeout;
        if (!parts.ShouldSerialize("Command Timeout")) parts.CommandTimeout = CommandTimeout;
        if (!parts.ShouldSerialize("Maximum Pool Size")) parts.MaxPoolSize = MaxConnections;
        if (!parts.ShouldSerialize("Application Name")) parts.ApplicationName = "netra membership";
        return parts.ConnectionString;
    }
}
