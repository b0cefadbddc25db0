using System.Net.Sockets;
using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>Tells PostgreSQL's errors apart by their SQLSTATE, and says what the log's contract has for them.</summary>
internal static class PostgresErrors
{
    /// <summary>Whether an exception is a failure of the database, of the way to it (a host name that is not known comes as it is), or of its pool.</summary>
    public static bool IsFailure(Exception exception) => exception is NpgsqlException or TimeoutException or IOException or ObjectDisposedException or SocketException;

    /// <summary>Whether a transaction was rolled back only because of another one beside it: the same may be tried again at once.</summary>
    public static bool IsRollbackBesideOthers(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>
    /// Whether the connection failed, or the server goes or is no primary any more: then other connections to it are of no use either.
    /// </summary>
    public static bool IsLostConnection(Exception exception) => exception switch
    {
        PostgresException postgres => IsAway(postgres),
        NpgsqlException or IOException => true,
        _ => false,
    };

    /// <summary>Whether the server could not be reached for a reason that may pass by itself: it is down, starts, is full, or is a standby.</summary>
    public static bool MayPassSoon(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.TooManyConnections || IsAway(postgres),
        ObjectDisposedException => false,
        _ => true,
    };

    /// <summary>Whether the server refused what a commit says, as against a failure of its own: records that contradict it, or values that it can't take.</summary>
    public static bool IsRefusal(Exception exception) => exception is PostgresException postgres
        && (postgres.SqlState.StartsWith("22", StringComparison.Ordinal) || postgres.SqlState.StartsWith("23", StringComparison.Ordinal));

    /// <summary>Whether the server found damage of its own.</summary>
    public static bool IsDamage(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted };

    /// <summary>Whether another session held a lock for too long.</summary>
    public static bool IsBlocked(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    /// <summary>Whether one commit of a group may be what failed, and the others go through without it.</summary>
    public static bool MayBeOfOneCommit(Exception exception) => IsRefusal(exception) || IsDamage(exception) || IsBlocked(exception);

    /// <summary>What the log's contract has for a failure.</summary>
    public static Exception Translate(Exception exception, string operation) => exception switch
    {
        _ when IsDamage(exception) =>
            new StorageDamagedException($"PostgreSQL found damage at {operation}: {exception.Message}", exception),
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } =>
            new StorageUnavailableException($"PostgreSQL took too long at {operation}: {exception.Message}", exception),
        _ => new StorageUnavailableException($"PostgreSQL failed at {operation}: {exception.Message}", exception),
    };

    /// <summary>Whether the server said that it ends, starts or is a standby, or that the connection failed.</summary>
    private static bool IsAway(PostgresException exception) => exception.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction
        || exception.SqlState.StartsWith("57P", StringComparison.Ordinal) || exception.SqlState.StartsWith("08", StringComparison.Ordinal);
}
