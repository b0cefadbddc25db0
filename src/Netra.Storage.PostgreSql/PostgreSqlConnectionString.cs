using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>What can be said of a connection string without connecting.</summary>
public static class PostgreSqlConnectionString
{
    /// <summary>
    /// What is wrong with a connection string, as the rest of a sentence that begins with what names it, and never with a part of it, which may be a password;
    /// null when it is in Npgsql's form and names a host.
    /// </summary>
    public static string? FaultOf(string connectionString)
    {
        try
        {
            return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connectionString).Host) ? "names no Host" : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            return "is no connection string such as Host=db;Database=netra;Username=netra;Password=…";
        }
    }
}
