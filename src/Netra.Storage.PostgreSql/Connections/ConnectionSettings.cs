using System.Globalization;
using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>What a connection has beside what the operator says of the database.</summary>
internal static class ConnectionSettings
{
    /// <summary>The server gives up first, so that a command that takes too long is known to be rolled back, and its connection goes on.</summary>
    private static readonly TimeSpan ClientMargin = TimeSpan.FromSeconds(1);

    public static string Of(string connectionString, PostgreSqlOptions options, int maxConnections)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var timeoutMs = ((long)options.CommandTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        settings.Options = $"{settings.Options} -c statement_timeout={timeoutMs} -c lock_timeout={timeoutMs} -c idle_in_transaction_session_timeout={timeoutMs}".Trim();
        settings.Pooling = true;
        settings.MinPoolSize = 0;
        settings.MaxPoolSize = maxConnections;
        settings.Timeout = (int)options.ConnectTimeout.TotalSeconds;
        settings.CommandTimeout = (int)Math.Ceiling((options.CommandTimeout + ClientMargin).TotalSeconds);
        // A command that was given up may have been committed without its replica: what the server still says of it must not count.
        settings.CancellationTimeout = -1;
        // Nothing here leaves anything behind in its session.
        settings.NoResetOnClose = true;
        settings.Enlist = false;
        settings.ApplicationName ??= "netra";
        return settings.ConnectionString;
    }
}
