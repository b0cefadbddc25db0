using System.Data;
using Microsoft.Extensions.Logging;
using Netra.Protocol;
using Npgsql;
using NpgsqlTypes;

namespace Netra.Storage.PostgreSql;

/// <summary>Reads of one database, each one command on a connection of a pool.</summary>
/// <remarks>
/// Failure policy: a read that loses its connection is tried once more on a new one; it changes nothing, and a connection that ended while it waited in the pool
/// says nothing of the database.
/// </remarks>
internal sealed class ShardReader(string shard, ConnectionPool pool, PostgreSqlOptions options, ILogger logger)
{
    private int _reads;

    public Task<Answer> LoadAsync(string[] users) => RunAsync(
        "loading users", "SELECT * FROM netra_load($1)", () => [new() { Value = users, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text }], Answer.ReadAsync);

    /// <summary>A page of places, with the head of the same moment.</summary>
    public Task<Answer> ReadAsync(UserId user, long first, long last, int maxCount, int maxBytes, bool onlyEntries) => RunAsync(
        "reading frames",
        "SELECT * FROM netra_read($1, $2, $3, $4, $5, $6)",
        () => [Parameter(user.Value), Parameter(first), Parameter(last), Parameter(maxCount), Parameter((long)maxBytes), Parameter(onlyEntries)],
        Answer.ReadAsync);

    public Task<Answer> ReadDeadLettersAsync(UserId user, long after, int maxCount, int maxBytes) => RunAsync(
        "reading dead letters",
        "SELECT * FROM netra_read_dead_letters($1, $2, $3, $4)",
        () => [Parameter(user.Value), Parameter(after), Parameter(maxCount), Parameter((long)maxBytes)],
        Answer.ReadAsync);

    public Task<Answer> ReadDeduplicationAsync(UserId user) => RunAsync(
        "reading accepted ids", "SELECT * FROM netra_read_deduplication($1)", () => [Parameter(user.Value)], Answer.ReadAsync);

    /// <summary>The ids of users with work behind <paramref name="after"/>, in the order of their UTF-8.</summary>
    public Task<List<string>> FindUsersWithWorkAsync(string after, int maxUsers) => RunAsync(
        "looking for work", "SELECT * FROM netra_find_users_with_work($1, $2)", () => [Parameter(after), Parameter(maxUsers)], ReadTextsAsync);

    private static NpgsqlParameter<T> Parameter<T>(T value) => new() { TypedValue = value };

    private static async Task<List<string>> ReadTextsAsync(NpgsqlCommand command)
    {
        var texts = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult);
        while (await reader.ReadAsync()) texts.Add(reader.GetString(0));
        return texts;
    }

    private async Task<T> RunAsync<T>(string operation, string sql, Func<NpgsqlParameter[]> parameters, Func<NpgsqlCommand, Task<T>> read)
    {
        if (Interlocked.Increment(ref _reads) > options.MaxWaitingReads)
        {
            Interlocked.Decrement(ref _reads);
            throw new StorageUnavailableException($"Too many reads wait for the database {shard}.");
        }

        try
        {
            for (var isFirst = true; ; isFirst = false)
            {
                try
                {
                    await using var rented = await pool.OpenAsync(CancellationToken.None);
                    await using var command = new NpgsqlCommand(sql, rented.Connection);
                    // Made anew for each try: a parameter belongs to the command that had it first.
                    command.Parameters.AddRange(parameters());
                    return await read(command).ConfigureAwait(false);
                }
                catch (Exception exception) when (PostgresErrors.IsFailure(exception))
                {
                    pool.Note(exception);
                    if (!isFirst || !PostgresErrors.IsLostConnection(exception)) throw PostgresErrors.Translate(exception, $"{operation} on the database {shard}");
                    PostgreSqlLog.ReadAgain(logger, shard);
                    StorageInstruments.NoteReadRetry();
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _reads);
        }
    }
}
