using Netra.Storage.Conformance;

namespace Netra.Storage.PostgreSql.Tests;

/// <summary>Connections that ended while they waited in the pool.</summary>
public sealed class LostConnectionTests(SharedServer server)
{
    [Fact]
    public async Task Reads_ConnectionsEndedByTheServer_SucceedAtTheFirstCall()
    {
        var database = await server.CreateLogAsync();
        var log = new RecordingLogger();
        await using var backend = TestBackend.Open(log, TestBackend.Patient(), new TestShard("one", database));
        var ada = await backend.WriterAsync("ada");
        await backend.CommitAsync(ada.Append("1", "2"), ada.Commit(new CommitParts { Work = [new(1, "work"u8.ToArray())] }));

        Assert.Equal(2, (await AfterTheEndAsync(() => backend.ReadAsync(ada.User, 1, 2, 10, 1_000, CancellationToken.None))).Count);
        Assert.Equal(2, (await AfterTheEndAsync(() => backend.ReadEntriesAsync(ada.User, CancellationToken.None))).Count);
        Assert.Equal(ada.Head, (await AfterTheEndAsync(() => backend.LoadAsync(ada.User, CancellationToken.None))).Head);
        Assert.Empty(await AfterTheEndAsync(() => backend.ReadDeadLettersAsync(ada.User, 0, 10, 1_000, CancellationToken.None)));
        Assert.Empty(await AfterTheEndAsync(() => backend.ReadDeduplicationAsync(ada.User, CancellationToken.None)));
        Assert.Equal([ada.User], await AfterTheEndAsync(() => backend.FindUsersWithWorkAsync(null, 10, CancellationToken.None)));

        async Task<T> AfterTheEndAsync<T>(Func<ValueTask<T>> read)
        {
            // Twice: the first time the pool may be without a connection.
            await read();
            Assert.NotEqual(0, await Sql.EndSessionsAsync(database));
            var before = log.Count(PostgreSqlEventIds.ReadAgain);
            var answer = await read();
            Assert.Equal(before + 1, log.Count(PostgreSqlEventIds.ReadAgain));
            return answer;
        }
    }
}
