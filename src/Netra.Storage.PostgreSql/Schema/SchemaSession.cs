using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>A connection that alone changes a schema, for as long as it is open.</summary>
internal sealed class SchemaSession : IAsyncDisposable
{
    // Names the lock among all advisory locks of a database: "netra".
    private const long LockKey = 0x6E65747261;

    private const int ConnectTimeoutS = 5;
    private const int CommandTimeoutS = 600;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;
    private readonly string _name;

    private SchemaSession(NpgsqlDataSource source, NpgsqlConnection connection, string name)
    {
        _source = source;
        _connection = connection;
        _name = name;
    }

    /// <summary>Connects, and waits until no other session changes a schema of this database.</summary>
    public static async Task<SchemaSession> OpenAsync(string connectionString, string name, CancellationToken cancellationToken)
    {
        var source = NpgsqlDataSource.Create(Settings(connectionString));
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken);
            var session = new SchemaSession(source, connection, name);
            // Held until the connection is closed, also when this process ends.
            await session.ExecuteAsync($"SELECT pg_advisory_lock({LockKey})", cancellationToken);
            await session.ExecuteAsync(SchemaVersions.CreateTable, cancellationToken);
            return session;
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>A session of its own, which is closed and not kept for others.</summary>
    public static string Settings(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Pooling = false,
        Timeout = ConnectTimeoutS,
        CommandTimeout = CommandTimeoutS,
        CancellationTimeout = -1,
    }.ConnectionString;

    public Task<SchemaVersion> ReadVersionAsync(CancellationToken cancellationToken) => SchemaVersions.ReadAsync(_connection, _name, cancellationToken);

    public async Task ApplyAsync(SchemaScript script, CancellationToken cancellationToken)
    {
        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(script.Sql, cancellationToken);
        await using var version = new NpgsqlCommand(
            // A build that one migration leaves behind stays behind.
            """
            INSERT INTO netra_schema AS s VALUES ($1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET version = excluded.version, oldest_build = greatest(s.oldest_build, excluded.oldest_build)
            """,
            _connection,
            transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = _name },
                new NpgsqlParameter<int> { TypedValue = script.Version },
                new NpgsqlParameter<int> { TypedValue = script.OldestBuild },
            },
        };
        await version.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
