using System.Diagnostics;

namespace Netra.Storage.PostgreSql.Tests;

/// <summary>Other sessions that hold what a group needs.</summary>
public sealed class LockTests(SharedServer server)
{
    [Fact]
    public async Task CommitAsync_DeadlockWithAnotherSession_IsTriedAgain()
    {
        var database = await server.CreateLogAsync();
        await using var backend = TestBackend.Open(new PostgreSqlOptions { WritersPerShard = 1 }, new TestShard("one", database));
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
    public async Task CommitAsync_HeadLockedForLong_FailsInTimeAndGoesOnAfterwards()
    {
        var database = await server.CreateLogAsync();
        var options = new PostgreSqlOptions { CommandTimeout = TimeSpan.FromSeconds(1) };
        await using var backend = TestBackend.Open(options, new TestShard("one", database));
        var ada = await backend.WriterAsync("ada");
        await backend.CommitAsync(ada.Append("1"));
        var before = ada.Head;

        await using var foreign = await ForeignSession.OpenAsync(database);
        await foreign.LockAsync("ada");
        var started = Stopwatch.GetTimestamp();
        var second = ada.Append("2");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => backend.CommitAsync(second));
        Assert.InRange(Stopwatch.GetElapsedTime(started), options.CommandTimeout, TimeSpan.FromSeconds(10));

        await foreign.RollBackAsync();
        Assert.Equal(before, await backend.HeadAsync(ada));
        Assert.Equal([CommitOutcome.Committed], await backend.CommitAsync(second));
    }

    [Fact]
    public async Task LoadAsync_ManyBehindALock_AreLoadedWhenItGoes()
    {
        var database = await server.CreateLogAsync();
        await using var backend = TestBackend.Open(new PostgreSqlOptions { MaxUsersPerLoad = 64 }, new TestShard("one", database));
        var writers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => backend.WriterAsync($"user-{i}")));
        await backend.CommitAsync([.. writers.Select(writer => writer.Append("1"))]);

        await using var foreign = await ForeignSession.OpenAsync(database);
        await foreign.ExecuteAsync("LOCK TABLE netra_user_head IN ACCESS EXCLUSIVE MODE");
        var loading = Task.WhenAll(writers.Select(backend.HeadAsync));
        await foreign.UntilSomebodyWaitsAsync();
        // Two queries at once, however many users wait.
        Assert.Equal(2, await Sql.ScalarAsync<long>(database, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%netra_load%' AND state = 'active' AND pid <> pg_backend_pid()"));
        await foreign.RollBackAsync();
        Assert.Equal(writers.Select(writer => writer.Head), await loading);
    }
}
