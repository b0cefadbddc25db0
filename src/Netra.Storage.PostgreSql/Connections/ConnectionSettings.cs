using System.Globalization;
using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>What a connection has beside what the operator says of the database.</summary>
internal static class ConnectionSettings
{
    /// <summary>The server gives up first, so that a command that takes too long is known to be rolled back, and its connection goes on.</summary>
    private static readonly TimeSpan ClientMargin = TimeSpan.FromSeconds(1);

    public static string Of(string connectionString, PostgreSqlOptions options, PoolUse use)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var (commandMs, lockMs) = (Milliseconds(options.CommandTimeout), Milliseconds(use.LockTimeout));
        settings.Options = $"{settings.Options} -c statement_timeout={commandMs} -c lock_timeout={lockMs} -c idle_in_transaction_session_timeout={commandMs}".Trim();
        // Whatever the database's default is: a commit that waited for a new epoch must see it.
        settings.Options += @" -c default_transaction_isolation=read\ committed";
        settings.Pooling = true;
        settings.MinPoolSize = 0;
        settings.MaxPoolSize = use.Connections;
        settings.Timeout = (int)options.ConnectTimeout.TotalSeconds;
        settings.CommandTimeout = ClientTimeoutS(options.CommandTimeout);
        // A command that was given up may have been committed without its replica: what the server still says of it must not count.
        settings.CancellationTimeout = -1;
        // Nothing here leaves anything behind in its session.
        settings.NoResetOnClose = true;
        settings.Enlist = false;
        settings.ApplicationName ??= "netra";
        return settings.ConnectionString;
    }

    /// <summary>A time as the server's settings have it.</summary>
    public static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>How long the client waits for a command on which the server may work for so long.</summary>
    public static int ClientTimeoutS(TimeSpan command) => (int)Math.Ceiling((command + ClientMargin).TotalSeconds);
}
