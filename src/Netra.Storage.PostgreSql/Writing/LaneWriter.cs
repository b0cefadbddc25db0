using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>Writes the groups of one lane, one at a time, over a connection of the shard's pool of writers.</summary>
/// <remarks>
/// Failure policy: a group is acknowledged after the server said that its transaction is committed, flushed to its disk. When a connection is lost before that, the
/// group may be written or not, and all of it fails; nothing is sent twice. A transaction that was rolled back because of another session is tried
/// again. When the server refuses what a commit says, finds that a frame is missing which one copies, finds damage, or when another session holds a lock, the group is
/// divided until that commit is alone: it alone is damaged, or unavailable. All of this has the time of one connection and one command; what is not written then is unavailable.
/// </remarks>
internal sealed class LaneWriter(string shard, ConnectionPool pool, PostgreSqlOptions options, TimeProvider time, ILogger logger)
{
    private const int MaxTries = 3;
    private const int MaxSpareCalls = 4;

    // That a lock is held for long is known then: what is looked for is by whom, and a group of thousands is divided a dozen times.
    private const int LockTimeoutDivisor = 10;

    // More than one only where a group has several rounds, or a caller several groups under way.
    private readonly ConcurrentBag<CommitCall> _spareCalls = [];

    /// <summary>Writes those of a group's commits that are at the given places.</summary>
    public async Task WriteAsync(IReadOnlyList<UserCommit> group, IReadOnlyList<int> places, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        var write = new GroupWrite(group, outcomes, time, options.ConnectTimeout + options.CommandTimeout);
        try
        {
            await WriteOrDivideAsync(write, places, cancellationToken);
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception) && !cancellationToken.IsCancellationRequested)
        {
            pool.Note(exception);
            throw PostgresErrors.Translate(exception, $"writing a group on the database {shard}");
        }
    }

    /// <summary>When one commit of a group can't be written, its halves are written one after the other, until that one is alone.</summary>
    private async Task WriteOrDivideAsync(GroupWrite write, IReadOnlyList<int> places, CancellationToken cancellationToken)
    {
        if (write.IsDivided && write.IsOverdue)
        {
            PostgreSqlLog.TimeIsOver(logger, shard, places.Count);
            write.Answer(places, CommitOutcome.Unavailable);
            return;
        }

        try
        {
            await WriteWholeAsync(write, places, cancellationToken);
            return;
        }
        catch (PostgresException exception) when (write.IsDivided && exception.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            // The server rolled it back.
            PostgreSqlLog.TimeIsOver(logger, shard, places.Count);
            write.Answer(places, CommitOutcome.Unavailable);
            return;
        }
        catch (PostgresException exception) when (places.Count == 1 && PostgresErrors.IsBlocked(exception))
        {
            PostgreSqlLog.CommitBlocked(logger, exception, shard);
            write.Answer(places, CommitOutcome.Unavailable);
            return;
        }
        catch (PostgresException exception) when (places.Count == 1 && PostgresErrors.MayBeOfOneCommit(exception))
        {
            PostgreSqlLog.CommitRefused(logger, exception, shard);
            write.Answer(places, CommitOutcome.Damaged);
            return;
        }
        catch (PostgresException exception) when (PostgresErrors.MayBeOfOneCommit(exception))
        {
            if (!write.IsDivided) PostgreSqlLog.GroupRefused(logger, exception, shard, places.Count);
            write.IsDivided = true;
            StorageInstruments.NoteCommitRetry();
        }

        var half = places.Count / 2;
        await WriteOrDivideAsync(write, [.. places.Take(half)], cancellationToken);
        await WriteOrDivideAsync(write, [.. places.Skip(half)], cancellationToken);
    }

    private async Task WriteWholeAsync(GroupWrite write, IReadOnlyList<int> places, CancellationToken cancellationToken)
    {
        var rounds = CommitRounds.Of(write.Commits, places);
        var calls = rounds.ConvertAll(CallOf);
        try
        {
            await TryAsync(write, rounds, calls, cancellationToken);
        }
        finally
        {
            foreach (var call in calls)
            {
                call.Clear();
                if (_spareCalls.Count < MaxSpareCalls) _spareCalls.Add(call);
            }
        }
    }

    private CommitCall CallOf(List<CommitChain> round)
    {
        var call = _spareCalls.TryTake(out var spare) ? spare : new CommitCall();
        call.Fill(round);
        return call;
    }

    private async Task TryAsync(GroupWrite write, List<List<CommitChain>> rounds, List<CommitCall> calls, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await SendAsync(write, rounds, calls, cancellationToken);
                return;
            }
            catch (PostgresException exception) when (tries < MaxTries && !write.IsOverdue && PostgresErrors.IsRollbackBesideOthers(exception))
            {
                PostgreSqlLog.TriedAgain(logger, exception, shard);
                StorageInstruments.NoteCommitRetry();
            }
        }
    }

    /// <summary>All rounds at once, in one transaction: without a word of its own, a batch is one.</summary>
    private async Task SendAsync(GroupWrite write, List<List<CommitChain>> rounds, List<CommitCall> calls, CancellationToken cancellationToken)
    {
        await using var rented = await pool.OpenAsync(cancellationToken);
        if (write.IsOverdue)
        {
            // It was reached too late, and nothing was sent to it.
            PostgreSqlLog.TimeIsOver(logger, shard, rounds.Sum(round => round.Count));
            foreach (var chain in rounds.SelectMany(round => round)) chain.Answer(CommitOutcome.Unavailable, write.Outcomes);
            return;
        }

        await using var batch = new NpgsqlBatch(rented.Connection);
        var isLimited = Limit(batch, write);
        foreach (var call in calls) batch.BatchCommands.Add(call.Command);
        var answers = new List<short[]>(rounds.Count);
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            if (isLimited) await reader.NextResultAsync(cancellationToken);
            do
            {
                while (await reader.ReadAsync(cancellationToken)) answers.Add(reader.GetFieldValue<short[]>(0));
            }
            // The last of these waits for the end of the transaction: before it nothing is known to be committed.
            while (await reader.NextResultAsync(cancellationToken));
        }

        if (answers.Count != rounds.Count) throw new StorageUnavailableException($"The database {shard} gave {answers.Count} answers for {rounds.Count} rounds.");
        for (var i = 0; i < rounds.Count; i++)
        {
            for (var user = 0; user < rounds[i].Count; user++) rounds[i][user].Answer((CommitOutcome)answers[i][user], write.Outcomes);
        }
    }

    /// <summary>Where the session's timeouts are too long for what a group has left, it gets others for its transaction.</summary>
    private bool Limit(NpgsqlBatch batch, GroupWrite write)
    {
        var left = write.TimeLeft;
        if (!write.IsDivided && left >= options.CommandTimeout) return false;
        var command = left < options.CommandTimeout ? left : options.CommandTimeout;
        var locks = write.IsDivided ? options.LockTimeout / LockTimeoutDivisor : options.LockTimeout;
        batch.Timeout = ConnectionSettings.ClientTimeoutS(command);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, true)")
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = ConnectionSettings.Milliseconds(command) },
                new NpgsqlParameter<string> { TypedValue = ConnectionSettings.Milliseconds(locks) },
            },
        });
        return true;
    }
}
