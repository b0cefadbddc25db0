using Netra.Storage;
using Npgsql;

namespace Netra.Host.Tests;

public sealed class DatabaseWaitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly InstantTime _time = new();
    private readonly LineLogger _logger = new();
    private int _tries;

    [Fact]
    public async Task UntilItAnswers_DatabaseComesAfterTwelveSeconds_IsTriedEachSecondAndSaysSoEveryFive()
    {
        var answer = await WaitAsync(() => _time.GetUtcNow() - InstantTime.Start < TimeSpan.FromSeconds(12) ? throw Away() : Task.FromResult("here"));

        Assert.Equal("here", answer);
        Assert.Equal(13, _tries);
        Assert.Equal([60, 55, 50], _logger.Lines.Select(line => int.Parse(line.Split(' ')[^2], null)));
        Assert.All(_logger.Lines, line => Assert.StartsWith("the database is away", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task UntilItAnswers_DatabaseNeverComes_FailsWhenThePatienceIsOver()
    {
        var exception = await Assert.ThrowsAsync<DatabaseException>(() => WaitAsync(() => throw Away()));

        Assert.StartsWith("the database is away", exception.Message, StringComparison.Ordinal);
        Assert.Equal(Patience, _time.GetUtcNow() - InstantTime.Start);
        Assert.Equal(12, _logger.Lines.Count);
    }

    [Fact]
    public async Task UntilItAnswers_AFaultForTheOperator_FailsAtOnce()
    {
        await Assert.ThrowsAsync<DatabaseException>(() => WaitAsync(() => throw new DatabaseException("the schema is old", new InvalidOperationException())));

        Assert.Equal(1, _tries);
        Assert.Empty(_time.Waits);
        Assert.Empty(_logger.Lines);
    }

    [Fact]
    public async Task UntilItAnswers_NoPatience_FailsAtOnce()
    {
        var wait = new DatabaseWait(TimeSpan.Zero, _time, _logger);

        await Assert.ThrowsAsync<DatabaseException>(() => wait.UntilItAnswersAsync<string>(() => throw Away(), CancellationToken.None));

        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task UntilItAnswers_AskedToEnd_EndsBeforeThePatienceIsOver()
    {
        using var asked = new CancellationTokenSource();
        var wait = new DatabaseWait(Patience, _time, _logger);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.UntilItAnswersAsync<string>(
            () =>
            {
                if (++_tries == 3) asked.Cancel();
                throw Away();
            },
            asked.Token));

        Assert.Equal(3, _tries);
    }

    private static DatabaseException Away() =>
        new("the database is away.", new StorageUnavailableException("away", new NpgsqlException("Failed to connect", new IOException())));

    private Task<string> WaitAsync(Func<Task<string>> work) => new DatabaseWait(Patience, _time, _logger).UntilItAnswersAsync(
        () =>
        {
            _tries++;
            return work();
        },
        CancellationToken.None);
}
