using Npgsql;

namespace Netra.Host;

/// <summary>How to speak of a database: never with the password.</summary>
internal static class DatabaseAddress
{
    /// <summary>Which database a connection string means, for an operator.</summary>
    public static string Describe(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return $"'{parts.Database ?? parts.Username ?? Environment.UserName}' on {parts.Host}:{parts.Port}";
    }
}
