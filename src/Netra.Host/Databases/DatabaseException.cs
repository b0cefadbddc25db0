using System.Net.Sockets;
using Npgsql;

namespace Netra.Host;

/// <summary>A database that the process needs can't be used. Its message names the database and says what to do; never a password.</summary>
internal sealed class DatabaseException(string message, Exception inner) : Exception(message, inner)
{
    /// <summary>
    /// Whether it may pass by itself: the server is down, starts, ends, is full, or its name is not known yet. Not so what an operator must mend: a schema, a
    /// password, a database that is not there. It is more than what the log waits for when it connects, since a migration may fail by a full disk or a lock too,
    /// which pass; and less, since a standby, which may be the primary soon, is the wrong place for one.
    /// </summary>
    public bool MayPassSoon => InnerException?.InnerException switch
    {
        PostgresException postgres => postgres.IsTransient || postgres.SqlState.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException or SocketException => true,
        _ => false,
    };
}
