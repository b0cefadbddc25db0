using Microsoft.Extensions.Logging.Abstractions;
using Netra.Storage;
using Netra.Storage.PostgreSql;

namespace Netra.Host.Tests;

/// <summary>What a process does about its databases before it joins a cluster.</summary>
public sealed class DatabasePreparationTests
{
    private readonly TimeSpan _patience = TimeSpan.FromSeconds(15);
    private readonly SignallingTime _time = new();

    [Fact]
    public async Task Prepare_DatabaseThatComesBack_WaitsForItAndMigrates()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        await server.StopAsync();

        var preparing = PrepareAsync(database, migrates: true);
        var pause = await _time.NextDelayAsync();
        await server.StartAgainAsync();
        _time.Advance(pause);
        // A machine that is slow just then costs it one more try.
        while (await Task.WhenAny(preparing, _time.NextDelayAsync()) is Task<TimeSpan> next) _time.Advance(await next);
        await preparing;

        await PostgreSqlMigrator.CheckAsync(database, PostgreSqlSchema.Log, CancellationToken.None);
    }

    [Fact]
    public async Task Prepare_DatabaseThatStaysAway_SaysSoInTheEnd()
    {
        var preparing = PrepareAsync($"Host=127.0.0.1;Port={FreePorts.Next()};Database=netra;Username=netra", migrates: false);

        for (var pause = 0; pause < 15; pause++) await _time.PassNextDelayAsync();

        var exception = await Assert.ThrowsAsync<DatabaseException>(() => preparing);
        Assert.IsType<StorageUnavailableException>(exception.InnerException);
        Assert.Contains("'netra' on 127.0.0.1:", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_SchemaThatIsMissing_SaysSoAtOnceAndNamesTheCommand()
    {
        await using var server = await PostgresServer.StartAsync();

        var exception = await Assert.ThrowsAsync<DatabaseException>(async () => await PrepareAsync(await server.CreateDatabaseAsync(), migrates: false));

        Assert.Contains("'migrate'", exception.Message, StringComparison.Ordinal);
    }

    private Task PrepareAsync(string database, bool migrates)
    {
        var wait = new DatabaseWait(_patience, _time, NullLogger.Instance);
        var needed = new NeededSchema("Netra:Test", database, PostgreSqlSchema.Log);
        return DatabasePreparation.PrepareAsync([needed], migrates, wait, NullLogger.Instance, CancellationToken.None);
    }
}
