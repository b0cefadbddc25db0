using Npgsql;

namespace Netra.Host;

/// <summary>Connection strings, and how to speak of them: never with the password.</summary>
internal static class DatabaseAddress
{
    /// <summary>What is wrong with a connection string; null when nothing is.</summary>
    public static string? FaultOf(string connectionString)
    {
        try
        {
            return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connectionString).Host) ? "names no Host" : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // Its message may repeat a part of the string that is a password.
            return "is no connection string such as Host=db;Database=netra;Username=netra;Password=…";
        }
    }

    /// <summary>Which database a connection string means, for an operator.</summary>
    public static string Describe(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return $"'{parts.Database ?? parts.Username ?? Environment.UserName}' on {parts.Host}:{parts.Port}";
    }
}
