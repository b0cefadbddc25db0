using System.Net.Sockets;
using Npgsql;

namespace Netra.Host;

/// <summary>A database that the process needs can't be used. Its message names the database and says what to do; never a password.</summary>
internal sealed class DatabaseException(string message, Exception inner) : Exception(message, inner)
{
    /// <summary>
    /// Whether it may pass by itself: the server is down, starts, ends, is full, or its name is not known yet. Not so what an operator must mend: a schema, a
    /// password, a database that is not there.
    /// </summary>
    public bool MayPassSoon => InnerException?.InnerException switch
    {
        PostgresException postgres => postgres.IsTransient || postgres.SqlState.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException or SocketException => true,
        _ => false,
    };
}
