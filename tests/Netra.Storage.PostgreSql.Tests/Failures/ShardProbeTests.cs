using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Netra.Storage.PostgreSql.Tests;

/// <summary>Whether each database serves, asked beside everything else.</summary>
public sealed class ShardProbeTests(SharedServer server)
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Probe_OneShardDown_FailsForThatOneAlone()
    {
        var down = new NpgsqlConnectionStringBuilder(await server.CreateLogAsync()) { Port = FreePorts.Next() }.ConnectionString;
        await using var backend = TestBackend.Open(new TestShard("b-down", down), new TestShard("a-up", await server.CreateLogAsync()));
        Assert.Equal(["a-up", "b-down"], backend.Parts.Select(part => part.Name));

        await backend.Parts[0].ProbeAsync(CancellationToken.None);
        var exception = await Assert.ThrowsAsync<StorageUnavailableException>(() => backend.Parts[1].ProbeAsync(CancellationToken.None));

        Assert.Contains("b-down does not answer", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_HostNameIsNotKnown_SaysThatTheDatabaseDoesNotAnswer()
    {
        await using var backend = TestBackend.Open(new PostgreSqlOptions(), new TestShard("one", "Host=netra-db.invalid;Database=netra;Username=netra"));

        var exception = await Assert.ThrowsAsync<StorageUnavailableException>(() => backend.Parts[0].ProbeAsync(CancellationToken.None));

        Assert.Contains("does not answer", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_ReadersAreAllBusy_AnswersBesideThem()
    {
        var database = await server.CreateLogAsync();
        await using var backend = TestBackend.Open(new TestShard("one", database));
        await using var foreign = await ForeignSession.OpenAsync(database);
        await foreign.ExecuteAsync("LOCK TABLE netra_user_head IN ACCESS EXCLUSIVE MODE");
        var loading = Task.WhenAll(Enumerable.Range(0, 500).Select(i => backend.WriterAsync($"user-{i}")));
        await foreign.UntilSomebodyWaitsAsync();

        await backend.Parts[0].ProbeAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.False(loading.IsCompleted);
        await foreign.RollBackAsync();
        await loading;
    }

    [Fact]
    public async Task Probe_ServerRestarted_AnswersAtTheFirstTry()
    {
        await using var own = await PostgresServer.StartAsync();
        var database = await own.CreateDatabaseAsync();
        await PostgreSqlMigrator.MigrateAsync(database, PostgreSqlSchema.Log, CancellationToken.None);
        await using var backend = TestBackend.Open(new TestShard("one", database));
        await backend.Parts[0].ProbeAsync(CancellationToken.None);

        await own.StopAsync();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => backend.Parts[0].ProbeAsync(CancellationToken.None));
        await own.StartAgainAsync();
        await backend.Parts[0].ProbeAsync(CancellationToken.None);
        await own.CrashAsync();
        await own.StartAgainAsync();

        // The connection of before is dead, and the database serves.
        Assert.True(await SucceedsAsync(backend.Parts[0]));
    }

    [Fact]
    public async Task Probe_DatabaseIsSetToBeReadOnly_SaysThatItTakesNoWrites()
    {
        var database = await server.CreateLogAsync();
        await using var backend = TestBackend.Open(new TestShard("one", database));
        await Sql.ExecuteAsync(database, $"ALTER DATABASE {new NpgsqlConnectionStringBuilder(database).Database} SET default_transaction_read_only = on");

        var exception = await Assert.ThrowsAsync<StorageUnavailableException>(() => backend.Parts[0].ProbeAsync(CancellationToken.None));

        Assert.Contains("takes no writes", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PostgresErrorCodes.DiskFull, false)]
    [InlineData(PostgresErrorCodes.IoError, false)]
    [InlineData(PostgresErrorCodes.LockNotAvailable, true)]
    public async Task Probe_ACommitFailed_CountsWhenItWouldFailForEverybody(string sqlState, bool serves)
    {
        await using var probe = await ProbeAsync();

        probe.NoteFailure(FailureBy(sqlState));

        Assert.Equal(serves, await SucceedsAsync(probe));
    }

    [Fact]
    public async Task Probe_DiskWasFull_ServesAgainBehindACommitOrAWhile()
    {
        await using var probe = await ProbeAsync();
        probe.NoteFailure(FailureBy(PostgresErrorCodes.DiskFull));
        Assert.False(await SucceedsAsync(probe));

        probe.NoteWritten();
        Assert.True(await SucceedsAsync(probe));

        probe.NoteFailure(FailureBy(PostgresErrorCodes.DiskFull));
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(await SucceedsAsync(probe));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await SucceedsAsync(probe));
    }

    private static StorageUnavailableException FailureBy(string sqlState) =>
        new("writing failed", new PostgresException("could not extend file", "ERROR", "ERROR", sqlState));

    private static async Task<bool> SucceedsAsync(IStoragePart part)
    {
        try
        {
            await part.ProbeAsync(CancellationToken.None);
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }

    private async Task<ShardProbe> ProbeAsync() =>
        new(new PostgreSqlShardOptions { Name = "one", ConnectionString = await server.CreateLogAsync() }, TestBackend.Patient(), _time);
}
