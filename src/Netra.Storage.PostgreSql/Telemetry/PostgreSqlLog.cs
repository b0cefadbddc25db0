using Microsoft.Extensions.Logging;

namespace Netra.Storage.PostgreSql;

internal static partial class PostgreSqlLog
{
    [LoggerMessage(PostgreSqlEventIds.Unreachable, LogLevel.Warning, "The database {Shard} can't be reached; it is tried again every {Interval}.")]
    public static partial void Unreachable(ILogger logger, Exception exception, string shard, TimeSpan interval);

    [LoggerMessage(PostgreSqlEventIds.Reached, LogLevel.Information, "The database {Shard} is reached again.")]
    public static partial void Reached(ILogger logger, string shard);

    [LoggerMessage(PostgreSqlEventIds.ConnectionLost, LogLevel.Warning, "A connection to the database {Shard} was lost; those that wait are made anew.")]
    public static partial void ConnectionLost(ILogger logger, Exception exception, string shard);

    [LoggerMessage(PostgreSqlEventIds.GroupRefused, LogLevel.Warning, "The database {Shard} did not take a group of {Commits} commits, maybe for one of them; it is divided.")]
    public static partial void GroupRefused(ILogger logger, Exception exception, string shard, int commits);

    [LoggerMessage(PostgreSqlEventIds.CommitRefused, LogLevel.Error, "The database {Shard} refused a commit: the user's records are damaged.")]
    public static partial void CommitRefused(ILogger logger, Exception exception, string shard);

    [LoggerMessage(PostgreSqlEventIds.TriedAgain, LogLevel.Warning, "A group on the database {Shard} met another session's and is tried again.")]
    public static partial void TriedAgain(ILogger logger, Exception exception, string shard);

    [LoggerMessage(PostgreSqlEventIds.ShardPassedOver, LogLevel.Warning, "The database {Shard} does not say which users have work; the others are asked.")]
    public static partial void ShardPassedOver(ILogger logger, Exception exception, string shard);

    [LoggerMessage(PostgreSqlEventIds.UserIdUnreadable, LogLevel.Error, "The database {Shard} has a head whose user id is none; it is passed over.")]
    public static partial void UserIdUnreadable(ILogger logger, string shard);

    [LoggerMessage(PostgreSqlEventIds.ReadAgain, LogLevel.Debug, "A read on the database {Shard} lost its connection and is tried once more.")]
    public static partial void ReadAgain(ILogger logger, string shard);

    [LoggerMessage(PostgreSqlEventIds.CommitBlocked, LogLevel.Warning, "On the database {Shard} another session holds a lock that a commit needs; the commit was not written.")]
    public static partial void CommitBlocked(ILogger logger, Exception exception, string shard);

    [LoggerMessage(PostgreSqlEventIds.TimeIsOver, LogLevel.Warning, "The time of a group on the database {Shard} is over; {Commits} of its users were not written.")]
    public static partial void TimeIsOver(ILogger logger, string shard, int commits);

    [LoggerMessage(PostgreSqlEventIds.ConnectionsInUse, LogLevel.Warning, "All {Connections} connections to the database {Shard} for {Use} are in use; what waited for one failed.")]
    public static partial void ConnectionsInUse(ILogger logger, int connections, string shard, string use);
}
