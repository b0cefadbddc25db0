using Npgsql;

namespace Netra.Storage.PostgreSql.Tests;

/// <summary>Another session with a transaction of its own, which holds locks until it is rolled back.</summary>
internal sealed class ForeignSession : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private ForeignSession(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _connection = connection;
        _transaction = transaction;
    }

    public static async Task<ForeignSession> OpenAsync(string database)
    {
        var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        return new ForeignSession(connection, await connection.BeginTransactionAsync());
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }

    public Task LockAsync(string user) => ExecuteAsync($"SELECT FROM netra_user_head WHERE user_id = '{user}' FOR UPDATE");

    /// <summary>Waits until some session, or so many, wait for a lock that this one holds.</summary>
    public async Task UntilSomebodyWaitsAsync(long sessions = 1)
    {
        var deadline = Environment.TickCount64 + 30_000;
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))", _connection);
        while (await command.ExecuteScalarAsync() is long waiting && waiting < sessions)
        {
            if (Environment.TickCount64 > deadline) throw new TimeoutException($"{waiting} sessions wait for a lock of this one.");
            await Task.Delay(10);
        }
    }

    public Task CommitAsync() => _transaction.CommitAsync();

    public Task RollBackAsync() => _transaction.RollbackAsync();

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
