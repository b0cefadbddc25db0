using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Netra.Bench;

/// <summary>
/// The reference: loops that insert rows of the same size into one table as fast as they can, many to a statement, with no caller that waits and
/// nothing to check. What a database takes at most of what a log must write.
/// </summary>
internal sealed class PlainInserts(string database, int connections, int rows, byte[] json) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(database);
    private long _next;

    public async Task PrepareAsync()
    {
        await using var command = _source.CreateCommand(
            "CREATE TABLE plain (user_no bigint, seq bigint, json bytea NOT NULL, PRIMARY KEY (user_no, seq)); ALTER TABLE plain ALTER COLUMN json SET STORAGE EXTERNAL");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Inserts for a while; how many rows a second.</summary>
    public async Task<double> RunAsync(int users, TimeSpan length)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(lane => Task.Run(() => LoopAsync(lane, users, started, length))));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<long> LoopAsync(int lane, int users, long started, TimeSpan length)
    {
        var (numbers, seqs) = (new long[rows], new long[rows]);
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("INSERT INTO plain SELECT * FROM unnest($1, $2, $3)", connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long[]> { TypedValue = numbers },
                new NpgsqlParameter<long[]> { TypedValue = seqs },
                new NpgsqlParameter<byte[][]> { TypedValue = [.. Enumerable.Repeat(json, rows)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            },
        };
        await command.PrepareAsync();
        var count = 0L;
        while (Stopwatch.GetElapsedTime(started) < length)
        {
            // Each row of another user, as in a group of commits, and each seq once.
            for (var i = 0; i < rows; i++) (numbers[i], seqs[i]) = (((count + i) % users * connections) + lane, Interlocked.Increment(ref _next));
            await command.ExecuteNonQueryAsync();
            count += rows;
        }

        return count;
    }
}
