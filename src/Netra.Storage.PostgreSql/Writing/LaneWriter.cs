using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>Writes the groups of one lane, one at a time, over a connection of the shard's pool of writers.</summary>
/// <remarks>
/// Failure policy: a group is acknowledged after the server said that its transaction is committed, flushed to its disk. When a connection is lost before that, the
/// group may be written or not, and all of it fails; nothing is sent twice. A transaction that was rolled back because of another session is tried
/// again. When the server refuses what a commit says, or finds that a frame is missing which one copies, the group is divided until that one is alone, and it is damaged.
/// </remarks>
internal sealed class LaneWriter(string shard, ConnectionPool pool, ILogger logger)
{
    private const int MaxTries = 3;
    private const int MaxSpareCalls = 4;

    // More than one only where a group has several rounds, or a caller several groups under way.
    private readonly ConcurrentBag<CommitCall> _spareCalls = [];

    /// <summary>Writes those of a group's commits that are at the given places.</summary>
    public async Task WriteAsync(IReadOnlyList<UserCommit> group, IReadOnlyList<int> places, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        try
        {
            await WriteOrDivideAsync(group, places, outcomes, cancellationToken);
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception) && !cancellationToken.IsCancellationRequested)
        {
            pool.Note(exception);
            throw PostgresErrors.Translate(exception, $"writing a group on the database {shard}");
        }
    }

    /// <summary>When the server refuses what a group says, its halves are written one after the other, until the commit that it refuses is alone.</summary>
    private async Task WriteOrDivideAsync(
        IReadOnlyList<UserCommit> group, IReadOnlyList<int> places, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        try
        {
            await WriteWholeAsync(group, places, outcomes, cancellationToken);
            return;
        }
        catch (PostgresException exception) when (PostgresErrors.IsRefusal(exception) && places.Count > 1)
        {
            PostgreSqlLog.GroupRefused(logger, exception, shard, places.Count);
        }
        catch (PostgresException exception) when (PostgresErrors.IsRefusal(exception))
        {
            PostgreSqlLog.CommitRefused(logger, exception, shard);
            outcomes.Span[places[0]] = CommitOutcome.Damaged;
            return;
        }

        var half = places.Count / 2;
        await WriteOrDivideAsync(group, [.. places.Take(half)], outcomes, cancellationToken);
        await WriteOrDivideAsync(group, [.. places.Skip(half)], outcomes, cancellationToken);
    }

    private async Task WriteWholeAsync(
        IReadOnlyList<UserCommit> group, IReadOnlyList<int> places, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        var rounds = CommitRounds.Of(group, places);
        var calls = rounds.ConvertAll(CallOf);
        try
        {
            await WriteAsync(rounds, calls, outcomes, cancellationToken);
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

    private async Task WriteAsync(List<List<CommitChain>> rounds, List<CommitCall> calls, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await SendAsync(rounds, calls, outcomes, cancellationToken);
                return;
            }
            catch (PostgresException exception) when (tries < MaxTries && PostgresErrors.IsRollbackBesideOthers(exception))
            {
                PostgreSqlLog.TriedAgain(logger, exception, shard);
            }
        }
    }

    /// <summary>All rounds at once, in one transaction: without a word of its own, a batch is one.</summary>
    private async Task SendAsync(List<List<CommitChain>> rounds, List<CommitCall> calls, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        await using var connection = await pool.OpenAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var call in calls) batch.BatchCommands.Add(call.Command);
        var answers = new List<short[]>(rounds.Count);
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
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
            for (var user = 0; user < rounds[i].Count; user++) rounds[i][user].Answer((CommitOutcome)answers[i][user], outcomes.Span);
        }
    }
}
