using System.Diagnostics;

namespace Netra.Storage.PostgreSql.Tests;

/// <summary>Other sessions that hold what a group needs.</summary>
public sealed class LockTests(SharedServer server)
{
    [Fact]
    public async Task CommitAsync_DeadlockWithAnotherSession_IsTriedAgain()
    {
        var database = await server.CreateLogAsync();
        // Longer than the server takes to find the deadlock.
        var options = TestBackend.Patient(options => (options.WritersPerShard, options.LockTimeout) = (1, TimeSpan.FromSeconds(5)));
        await using var backend = TestBackend.Open(options, new TestShard("one", database));
        var (ada, bob) = (await backend.WriterAsync("ada"), await backend.WriterAsync("bob"));
        await backend.CommitAsync(ada.Append("1"), bob.Append("1"));

        await using var foreign = await ForeignSession.OpenAsync(database);
        // So that the server finds the deadlock at the other one, and ends that.
        await foreign.ExecuteAsync("SET LOCAL deadlock_timeout = '60s'");
        await foreign.LockAsync("bob");
        var committing = backend.CommitAsync(ada.Append("2"), bob.Append("2"));
        await foreign.UntilSomebodyWaitsAsync();
        await foreign.LockAsync("ada");
        await foreign.RollBackAsync();

        Assert.Equal([CommitOutcome.Committed, CommitOutcome.Committed], await committing);
        Assert.Equal(ada.Head, await backend.HeadAsync(ada));
        Assert.Equal(bob.Head, await backend.HeadAsync(bob));
    }

    [Fact]
    public async Task CommitAsync_HeadLockedForLong_FailsThatUserAloneAndGoesOnAfterwards()
    {
        var database = await server.CreateLogAsync();
        var options = TestBackend.Patient(options => (options.WritersPerShard, options.LockTimeout) = (1, TimeSpan.FromMilliseconds(200)));
        await using var backend = TestBackend.Open(options, new TestShard("one", database));
        var writers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => backend.WriterAsync($"user-{i}")));
        await backend.CommitAsync([.. writers.Select(writer => writer.Append("1"))]);
        var before = writers[42].Head;

        await using var foreign = await ForeignSession.OpenAsync(database);
        await foreign.LockAsync("user-42");
        var group = writers.Select(writer => writer.Append("2")).ToArray();
        var outcomes = await backend.CommitAsync(group);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => i == 42 ? CommitOutcome.Unavailable : CommitOutcome.Committed), outcomes);

        await foreign.RollBackAsync();
        Assert.Equal(before, await backend.HeadAsync(writers[42]));
        Assert.Equal([CommitOutcome.Committed], await backend.CommitAsync(group[42]));
        Assert.Equal(writers.Select(writer => writer.Head), await Task.WhenAll(writers.Select(backend.HeadAsync)));
    }

    [Fact]
    public async Task CommitAsync_EverythingLockedForLong_FailsTheGroupInItsTime()
    {
        var database = await server.CreateLogAsync();
        var options = new PostgreSqlOptions
        {
            WritersPerShard = 1,
            ConnectTimeout = TimeSpan.FromSeconds(1),
            CommandTimeout = TimeSpan.FromSeconds(1),
            LockTimeout = TimeSpan.FromMilliseconds(500),
            OutageWait = TimeSpan.FromSeconds(30),
        };
        await using var backend = TestBackend.Open(options, new TestShard("one", database));
        // What is not behind the lock has all the time that it needs.
        await using var patient = TestBackend.Open(new TestShard("one", database));
        var writers = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => patient.WriterAsync($"user-{i}")));
        await using var foreign = await ForeignSession.OpenAsync(database);
        await foreign.ExecuteAsync("LOCK TABLE netra_user_head IN SHARE MODE");

        var group = writers.Select(writer => writer.Append("1")).ToArray();
        var started = Stopwatch.GetTimestamp();
        var outcomes = await backend.CommitAsync(group);
        // Two seconds. One by one they would take a hundred.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(40));
        Assert.All(outcomes, outcome => Assert.Equal(CommitOutcome.Unavailable, outcome));
        Assert.Equal(0, (await patient.HeadAsync(writers[0])).Revision);
        await foreign.RollBackAsync();
        Assert.All(await patient.CommitAsync(group), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
    }

    [Fact]
    public async Task LoadAsync_ReadsTakeAllTheirConnections_GoesOnBesideThem()
    {
        var database = await server.CreateLogAsync();
        var log = new RecordingLogger();
        var options = TestBackend.Patient(options => options.OutageWait = TimeSpan.FromMilliseconds(300));
        await using var backend = TestBackend.Open(log, options, new TestShard("one", database));
        var ada = await backend.WriterAsync("ada");
        await backend.CommitAsync(ada.Append("1"));

        await using var foreign = await ForeignSession.OpenAsync(database);
        await foreign.ExecuteAsync("LOCK TABLE netra_frame IN ACCESS EXCLUSIVE MODE");
        var reads = Enumerable.Range(0, 12).Select(_ => backend.ReadEntriesAsync(ada.User, CancellationToken.None).AsTask()).ToList();
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(async () => await await Task.WhenAny(reads));
        Assert.Contains("All 6 connections", refused.Message, StringComparison.Ordinal);
        while (reads.Count(read => read.IsFaulted) < 6) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(ada.Head, await backend.HeadAsync(ada));
        // The database answers, and nothing says otherwise.
        Assert.Equal(1, log.Count(PostgreSqlEventIds.ConnectionsInUse));
        Assert.Equal(0, log.Count(PostgreSqlEventIds.Unreachable));

        await foreign.RollBackAsync();
        await Task.WhenAll(reads.Select(read => read.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.Equal(6, reads.Count(read => read.IsCompletedSuccessfully));
        Assert.Single(await backend.ReadEntriesAsync(ada.User, CancellationToken.None));
    }

    [Fact]
    public async Task LoadAsync_ManyBehindALock_AreLoadedWhenItGoes()
    {
        var database = await server.CreateLogAsync();
        await using var backend = TestBackend.Open(TestBackend.Patient(options => options.MaxUsersPerLoad = 64), new TestShard("one", database));
        var writers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => backend.WriterAsync($"user-{i}")));
        await backend.CommitAsync([.. writers.Select(writer => writer.Append("1"))]);

        await using var foreign = await ForeignSession.OpenAsync(database);
        await foreign.ExecuteAsync("LOCK TABLE netra_user_head IN ACCESS EXCLUSIVE MODE");
        var loading = Task.WhenAll(writers.Select(backend.HeadAsync));
        await foreign.UntilSomebodyWaitsAsync(sessions: 2);
        // Two queries at once, however many users wait.
        Assert.Equal(2, await Sql.ScalarAsync<long>(database, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%netra_load%' AND state = 'active' AND pid <> pg_backend_pid()"));
        await foreign.RollBackAsync();
        Assert.Equal(writers.Select(writer => writer.Head), await loading);
    }
}
