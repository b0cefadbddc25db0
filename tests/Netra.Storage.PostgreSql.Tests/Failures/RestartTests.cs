using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Netra.Storage.Conformance;

namespace Netra.Storage.PostgreSql.Tests;

/// <summary>A server that goes and comes back. Each test has one of its own.</summary>
public sealed class RestartTests
{
    private const int Writers = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public enum Ending
    {
        Stop,
        Crash,
        Kill,
    }

    [Theory]
    [InlineData(Ending.Stop)]
    [InlineData(Ending.Crash)]
    [InlineData(Ending.Kill)]
    public async Task CommitAsync_ServerRestarts_KeepsWhatWasAcknowledgedOnce(Ending ending)
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await LogAsync(server);
        await using var backend = TestBackend.Open(ImpatientWithOutages(), new TestShard("one", database));
        await using var log = new UserLog(backend, Options.Create(new UserLogOptions()), TimeProvider.System, NullLogger<UserLog>.Instance);
        using var done = new CancellationTokenSource();
        var runs = Enumerable.Range(0, Writers).Select(i => new RestartWriter(log, $"user-{i}")).ToArray();
        var running = Task.WhenAll(runs.Select(run => Task.Run(() => run.RunAsync(done.Token))));

        await UntilAllAsync(runs, 20);
        await EndAsync(server, ending);
        await server.StartAgainAsync();
        // Goes on by itself, and well within the time that a new connection has.
        await UntilAllAsync(runs, runs.Max(run => run.Committed) + 20);
        await done.CancelAsync();
        await running.WaitAsync(Patience);

        foreach (var run in runs) await run.Writer.AssertStoredAsync(log);
        Assert.Contains(runs, run => run.Failures > 0);
    }

    [Fact]
    public async Task CommitAsync_ServerBackWithinTheWait_SucceedsAtTheFirstTry()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await LogAsync(server);
        await using var backend = TestBackend.Open(TestBackend.Patient(options => options.OutageWait = Patience), new TestShard("one", database));
        await server.StopAsync();

        var loading = backend.WriterAsync("ada");
        await server.StartAgainAsync();
        var ada = await loading.WaitAsync(Patience);
        Assert.Equal([CommitOutcome.Committed], await backend.CommitAsync(ada.Append("1")));
    }

    [Fact]
    public async Task CommitAsync_ServerDown_FailsInTimeAndRecoversAtOnce()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await LogAsync(server);
        await using var backend = TestBackend.Open(ImpatientWithOutages(), new TestShard("one", database));
        var writer = await backend.WriterAsync("ada");
        await backend.CommitAsync(writer.Append("1"));
        await server.StopAsync();
        var second = writer.Append("2");
        var started = TimeProvider.System.GetTimestamp();
        // The first has a connection of before the end; the others find no server.
        for (var i = 0; i < 4; i++) await Assert.ThrowsAsync<StorageUnavailableException>(() => backend.CommitAsync(second));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => backend.WriterAsync("ada"));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(30));

        await server.StartAgainAsync();
        // No connection of before is left over to fail.
        Assert.Equal([CommitOutcome.Committed], await backend.CommitAsync(second));
        Assert.Equal(writer.Head, await backend.HeadAsync(writer));
    }

    [Fact]
    public async Task CommitAsync_OneShardOfTwoDown_TheOtherGoesOn()
    {
        await using var up = await PostgresServer.StartAsync();
        await using var down = await PostgresServer.StartAsync();
        // The wait for what is down ends when the test says so.
        var (time, options) = (new FakeTimeProvider(), ImpatientWithOutages());
        await using var backend = TestBackend.Open(
            time, NullLogger<PostgreSqlBackend>.Instance, options, new TestShard("a-down", await LogAsync(down)), new TestShard("b-up", await LogAsync(up)));
        var patient = new UserLogOptions { CommitTimeout = TimeSpan.FromMinutes(2) };
        await using var log = new UserLog(backend, Options.Create(patient), TimeProvider.System, NullLogger<UserLog>.Instance);
        var writers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => LogWriter.LoadAsync(log, $"user-{i}")));
        var work = new CommitParts { Work = [new(1, "work"u8.ToArray())] };
        foreach (var writer in writers) Assert.Equal(CommitOutcome.Committed, await log.CommitAsync(writer.Commit(work)));
        var onDown = writers.Where(writer => backend.LaneOf(writer.User) < options.WritersPerShard).ToList();
        var onUp = writers.Except(onDown).ToList();
        Assert.InRange(onDown.Count, 5, 35);

        await down.StopAsync();
        // The first finds out that the connections are gone; the others wait for new ones.
        await Assert.ThrowsAsync<StorageUnavailableException>(() => log.CommitAsync(onDown[0].Append("lost")));
        var failing = onDown.Skip(1).Select(writer => log.CommitAsync(writer.Append("lost"))).ToList();
        foreach (var writer in onUp) Assert.Equal(CommitOutcome.Committed, await log.CommitAsync(writer.Append("kept")));
        Assert.All(failing, commit => Assert.False(commit.IsCompleted));
        foreach (var commit in failing) await Assert.ThrowsAsync<StorageUnavailableException>(() => LetPassUntilAsync(time, commit));
        foreach (var writer in onUp) await writer.AssertStoredAsync(log);
        var found = await LetPassUntilAsync(time, log.FindUsersWithWorkAsync(null, 100, CancellationToken.None).AsTask());
        Assert.Equal(onUp.Select(writer => writer.User).ToHashSet(), found.ToHashSet());

        await down.StartAgainAsync();
        Assert.Equal(40, (await log.FindUsersWithWorkAsync(null, 100, CancellationToken.None)).Count);
    }

    private static PostgreSqlOptions ImpatientWithOutages() => TestBackend.Patient(options => options.OutageWait = TimeSpan.FromMilliseconds(500));

    /// <summary>Lets time pass for as long as something is waited for.</summary>
    private static async Task<T> LetPassUntilAsync<T>(FakeTimeProvider time, Task<T> task)
    {
        while (await Task.WhenAny(task, Task.Delay(10)) != task) time.Advance(TimeSpan.FromMilliseconds(100));
        return await task;
    }

    private static async Task<string> LogAsync(PostgresServer server)
    {
        var database = await server.CreateDatabaseAsync();
        await PostgreSqlMigrator.MigrateAsync(database, PostgreSqlSchema.Log, CancellationToken.None);
        return database;
    }

    private static Task EndAsync(PostgresServer server, Ending ending) => ending switch
    {
        Ending.Stop => server.StopAsync(),
        Ending.Crash => server.CrashAsync(),
        _ => server.KillAsync(),
    };

    private static async Task UntilAllAsync(RestartWriter[] runs, int committed)
    {
        using var patience = new CancellationTokenSource(Patience);
        foreach (var run in runs) await run.UntilAsync(committed, patience.Token);
    }
}
