using Microsoft.Extensions.Logging;
using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>Writes the groups of one lane, one at a time, over a connection of the shard's pool of writers.</summary>
/// <remarks>
/// Failure policy: a group is acknowledged after the server said that its transaction is committed, flushed to its disk. When a connection is lost before that, the
/// group may be written or not, and all of it fails; nothing is sent twice. A transaction that was rolled back because of another session is tried
/// again. When the server refuses what a commit says, the group is written commit by commit, and that one is damaged.
/// </remarks>
internal sealed class LaneWriter(string shard, ConnectionPool pool, ILogger logger) : IDisposable
{
    private const int MaxTries = 3;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<CommitCall> _calls = [];

    /// <summary>Writes those of a group's commits that are at the given places.</summary>
    public async Task WriteAsync(IReadOnlyList<UserCommit> group, IReadOnlyList<int> places, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await WriteWholeAsync(group, places, outcomes, cancellationToken);
        }
        catch (PostgresException exception) when (PostgresErrors.IsRefusal(exception))
        {
            PostgreSqlLog.GroupRefused(logger, exception, shard, places.Count);
            await WriteOneByOneAsync(group, places, outcomes, cancellationToken);
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception) && !cancellationToken.IsCancellationRequested)
        {
            pool.Note(exception);
            throw PostgresErrors.Translate(exception, $"writing a group on the database {shard}");
        }
        finally
        {
            foreach (var call in _calls) call.Clear();
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task WriteOneByOneAsync(
        IReadOnlyList<UserCommit> group, IReadOnlyList<int> places, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        foreach (var place in places)
        {
            try
            {
                await WriteWholeAsync(group, [place], outcomes, cancellationToken);
            }
            catch (PostgresException exception) when (PostgresErrors.IsRefusal(exception))
            {
                PostgreSqlLog.CommitRefused(logger, exception, shard);
                outcomes.Span[place] = CommitOutcome.Damaged;
            }
        }
    }

    private async Task WriteWholeAsync(
        IReadOnlyList<UserCommit> group, IReadOnlyList<int> places, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        var rounds = CommitRounds.Of(group, places);
        Fill(rounds);
        for (var tries = 1; ; tries++)
        {
            try
            {
                await SendAsync(rounds, outcomes, cancellationToken);
                return;
            }
            catch (PostgresException exception) when (tries < MaxTries && PostgresErrors.IsRollbackBesideOthers(exception))
            {
                PostgreSqlLog.TriedAgain(logger, exception, shard);
            }
        }
    }

    private void Fill(List<List<CommitChain>> rounds)
    {
        for (var i = 0; i < rounds.Count; i++)
        {
            if (i == _calls.Count) _calls.Add(new CommitCall());
            _calls[i].Clear();
            _calls[i].Fill(rounds[i]);
        }
    }

    /// <summary>All rounds at once, in one transaction: without a word of its own, a batch is one.</summary>
    private async Task SendAsync(List<List<CommitChain>> rounds, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        await using var connection = await pool.OpenAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        for (var i = 0; i < rounds.Count; i++) batch.BatchCommands.Add(_calls[i].Command);
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
