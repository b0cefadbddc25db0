using Npgsql;

namespace Netra.EndToEnd.Tests;

/// <summary>A host's database, in which a test lets things go wrong that go well when they are tried again.</summary>
internal sealed class StumblingDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    private StumblingDatabase(NpgsqlDataSource source) => _source = source;

    public static async Task<StumblingDatabase> OpenAsync(string connectionString)
    {
        var database = new StumblingDatabase(NpgsqlDataSource.Create(connectionString + ";Pooling=false"));
        // A sequence counts on when a transaction is rolled back.
        await database.RunAsync("""
            CREATE SEQUENCE stumble MINVALUE 0 START 0;
            CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE n bigint := nextval('stumble');
            BEGIN
                IF n = 0 THEN RAISE EXCEPTION 'another session was first' USING ERRCODE = 'serialization_failure'; END IF;
                IF n = 1 THEN RETURN NULL; END IF;
                RETURN NEW;
            END $$;
            """);
        return database;
    }

    /// <summary>The next commit of a known user is rolled back because of another session; and its next try finds that another writer has changed the user's head.</summary>
    public Task FailNextCommitsAsync() => RunAsync("CREATE TRIGGER stumble BEFORE UPDATE ON netra_user_head FOR EACH ROW EXECUTE FUNCTION stumble()");

    /// <summary>Ends the sessions that were last used to read, as a restarted server would.</summary>
    public Task EndReadersAsync() => RunAsync("""
        SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND (query LIKE '%FROM netra_load%' OR query LIKE '%FROM netra_read%')
        """);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task RunAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
