using Netra.Storage.Conformance;

namespace Netra.Storage.PostgreSql.Tests;

/// <summary>What the server refuses at the last moment, or of one user alone.</summary>
public sealed class RefusalTests(SharedServer server)
{
    [Theory]
    // Disk full, raised by a trigger: with the statement, and not before the transaction is committed.
    [InlineData("53100", false)]
    [InlineData("53100", true)]
    [InlineData("25006", false)]
    [InlineData("57P01", true)]
    public async Task CommitAsync_ServerFails_IsNotAcknowledgedAndGoesOnAfterwards(string sqlState, bool isAtCommit)
    {
        var database = await server.CreateLogAsync();
        await using var backend = TestBackend.Open(new TestShard("one", database));
        var ada = await backend.WriterAsync("ada");
        await backend.CommitAsync(ada.Append("1"));
        var before = ada.Head;
        var constraint = isAtCommit ? "CONSTRAINT" : "";
        var deferred = isAtCommit ? "DEFERRABLE INITIALLY DEFERRED" : "";
        await Sql.ExecuteAsync(
            database,
            $"""
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'made up' USING ERRCODE = '{sqlState}'; END$$;
            CREATE {constraint} TRIGGER fail AFTER INSERT ON netra_frame {deferred} FOR EACH ROW EXECUTE FUNCTION fail();
            """);

        var second = ada.Append("2");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => backend.CommitAsync(second));
        Assert.Equal(before, await backend.HeadAsync(ada));
        await Sql.ExecuteAsync(database, "DROP TRIGGER fail ON netra_frame");
        Assert.Equal([CommitOutcome.Committed], await backend.CommitAsync(second));
    }

    [Fact]
    public async Task CommitAsync_RecordsContradictACommit_FailsAlone()
    {
        var database = await server.CreateLogAsync();
        await using var backend = TestBackend.Open(TestBackend.Patient(options => options.WritersPerShard = 1), new TestShard("one", database));
        var (ada, bob) = (await backend.WriterAsync("ada"), await backend.WriterAsync("bob"));
        await backend.CommitAsync(ada.Append("1"), bob.Append("1"));
        await Sql.ExecuteAsync(
            database,
            "INSERT INTO netra_frame (user_no, seq, timestamp_ms, priority, json) SELECT user_no, 2, 1, 1, 'x' FROM netra_user_head WHERE user_id = 'ada'");

        Assert.Equal(
            [CommitOutcome.Committed, CommitOutcome.Damaged, CommitOutcome.Committed],
            await backend.CommitAsync(bob.Append("2"), ada.Append("2"), bob.Append("3")));
        Assert.Equal(bob.Head, await backend.HeadAsync(bob));
    }

    [Fact]
    public async Task CommitAsync_DatabaseDoesNotFlush_AsksForItItself()
    {
        var database = await server.CreateLogAsync();
        await Sql.ExecuteAsync(
            database,
            $"""
            ALTER DATABASE {Sql.NameOf(database)} SET synchronous_commit = off;
            CREATE TABLE seen (setting text);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NULL; END$$;
            CREATE CONSTRAINT TRIGGER note AFTER INSERT ON netra_frame DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note();
            """);
        await using var backend = TestBackend.Open(new TestShard("one", database));
        await backend.CommitAsync((await backend.WriterAsync("ada")).Append("1"));
        Assert.Equal("on", await Sql.ScalarAsync<string>(database, "SELECT setting FROM seen"));
    }

    [Theory]
    [InlineData("XX001", CommitOutcome.Damaged)]
    [InlineData("XX002", CommitOutcome.Damaged)]
    [InlineData("55P03", CommitOutcome.Unavailable)]
    public async Task CommitAsync_ServerFailsAtOneUser_FailsThatUserAlone(string sqlState, CommitOutcome expected)
    {
        var database = await server.CreateLogAsync();
        await using var backend = TestBackend.Open(TestBackend.Patient(options => options.WritersPerShard = 1), new TestShard("one", database));
        var writers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => backend.WriterAsync($"user-{i}")));
        await backend.CommitAsync([.. writers.Select(writer => writer.Append("1"))]);
        var before = writers[7].Head;
        await Sql.ExecuteAsync(
            database,
            $"""
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
                IF NEW.user_no = (SELECT user_no FROM netra_user_head WHERE user_id = 'user-7') THEN RAISE EXCEPTION 'made up' USING ERRCODE = '{sqlState}'; END IF;
                RETURN NEW;
            END$$;
            CREATE TRIGGER fail BEFORE INSERT ON netra_frame FOR EACH ROW EXECUTE FUNCTION fail();
            """);

        var outcomes = await backend.CommitAsync([.. writers.Select(writer => writer.Append("2")), writers[7].Append("3")]);
        // What comes behind it in the group does not find its head.
        Assert.Equal([.. Enumerable.Range(0, 20).Select(i => i == 7 ? expected : CommitOutcome.Committed), CommitOutcome.Conflict], outcomes);
        Assert.Equal(before, await backend.HeadAsync(writers[7]));
        Assert.Equal(writers[19].Head, await backend.HeadAsync(writers[19]));
    }

    [Fact]
    public async Task CommitAsync_PartOfADividedGroup_HasTimeoutsOfItsOwnAndFailsAloneWhenTheyAreOver()
    {
        var database = await server.CreateLogAsync();
        var options = new PostgreSqlOptions { WritersPerShard = 1, LockTimeout = TimeSpan.FromMilliseconds(700) };
        await using var backend = TestBackend.Open(options, new TestShard("one", database));
        var (ada, bob, eve) = (await backend.WriterAsync("ada"), await backend.WriterAsync("bob"), await backend.WriterAsync("eve"));
        await backend.CommitAsync(ada.Append("1"), bob.Append("1"), eve.Append("1"));
        await Sql.ExecuteAsync(
            database,
            """
            CREATE TABLE seen (setting text);
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
                CASE (SELECT user_id FROM netra_user_head WHERE user_no = NEW.user_no)
                WHEN 'ada' THEN RAISE EXCEPTION 'made up' USING ERRCODE = '23N01';
                WHEN 'bob' THEN PERFORM pg_sleep(60);
                ELSE INSERT INTO seen VALUES (current_setting('lock_timeout'));
                END CASE;
                RETURN NEW;
            END$$;
            CREATE TRIGGER fail BEFORE INSERT ON netra_frame FOR EACH ROW EXECUTE FUNCTION fail();
            """);

        var outcomes = await backend.CommitAsync(ada.Append("2"), eve.Append("2"), bob.Append("2"), bob.Append("3"));
        Assert.Equal([CommitOutcome.Damaged, CommitOutcome.Committed, CommitOutcome.Unavailable, CommitOutcome.Unavailable], outcomes);
        Assert.Equal("70ms", await Sql.ScalarAsync<string>(database, "SELECT setting FROM seen"));
    }

    [Fact]
    public async Task CommitAsync_DatabaseDefaultsToRepeatableRead_SeesAnEpochThatItWaitedFor()
    {
        var database = await server.CreateLogAsync();
        await Sql.ExecuteAsync(database, $"ALTER DATABASE {Sql.NameOf(database)} SET default_transaction_isolation = 'repeatable read'");
        await using var backend = TestBackend.Open(new TestShard("one", database));
        var ada = await backend.WriterAsync("ada");
        await backend.CommitAsync(ada.Append("1"));
        var before = ada.Head;

        await using var foreign = await ForeignSession.OpenAsync(database);
        await foreign.ExecuteAsync("SELECT netra_renew_epoch('another')");
        var committing = backend.CommitAsync(ada.Append("2"));
        await foreign.UntilSomebodyWaitsAsync();
        await foreign.CommitAsync();
        Assert.Equal([CommitOutcome.Conflict], await committing);
        Assert.Equal(before with { Epoch = Protocol.Epoch.Parse("another") }, await backend.HeadAsync(ada));
    }

    [Fact]
    public async Task LoadAsync_NewerSchemaThatIsMadeForThisBuildToo_IsUsed()
    {
        var database = await server.CreateLogAsync();
        await Sql.ExecuteAsync(database, "UPDATE netra_schema SET version = version + 2");
        await using var backend = TestBackend.Open(new TestShard("one", database));
        var ada = await backend.WriterAsync("ada");
        Assert.Equal([CommitOutcome.Committed], await backend.CommitAsync(ada.Append("1")));
        Assert.Equal(ada.Head, await backend.HeadAsync(ada));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task LoadAsync_SchemaOfAnotherVersion_IsRefused(int difference)
    {
        var database = await server.CreateLogAsync();
        await Sql.ExecuteAsync(database, $"UPDATE netra_schema SET version = version + {difference}, oldest_build = version + {difference}");
        await using var backend = TestBackend.Open(new TestShard("one", database));
        var exception = await Assert.ThrowsAsync<StorageUnavailableException>(() => backend.WriterAsync("ada"));
        Assert.Contains("schema 'log'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RenewAsync_BesideAWriter_MakesItsCommitsConflictsUntilItLoadsAnew()
    {
        var database = await server.CreateLogAsync();
        await using var backend = TestBackend.Open(new TestShard("one", database));
        var ada = await backend.WriterAsync("ada");
        await backend.CommitAsync(ada.Append("1"));
        var head = ada.Head;

        var epoch = await PostgreSqlEpoch.RenewAsync(database, CancellationToken.None);
        Assert.NotEqual(head.Epoch, epoch);
        Assert.Equal([CommitOutcome.Conflict], await backend.CommitAsync(ada.Append("2")));
        Assert.Equal(head with { Epoch = epoch }, await backend.HeadAsync(ada));
        var again = await backend.WriterAsync("ada");
        Assert.Equal([CommitOutcome.Committed], await backend.CommitAsync(again.Append("2")));
        Assert.Equal(2, (await backend.ReadAsync(ada.User, 1, 10, 10, 1_000, CancellationToken.None)).Count);
    }

    [Theory]
    [InlineData("UPDATE netra_user_head SET body = set_byte(body, 4, 7) WHERE user_id = 'ada'")]
    [InlineData("UPDATE netra_user_head SET body = body || '\\x00' WHERE user_id = 'ada'")]
    [InlineData("UPDATE netra_user_head SET body = '' WHERE user_id = 'ada'")]
    [InlineData("UPDATE netra_user_head SET work_count = 2 WHERE user_id = 'ada'")]
    [InlineData("UPDATE netra_user_head SET revision = 0 WHERE user_id = 'ada'")]
    [InlineData("DELETE FROM netra_work")]
    [InlineData("UPDATE netra_work SET body = ''")]
    [InlineData("DELETE FROM netra_revoked_token")]
    [InlineData("UPDATE netra_session SET acked_seq = -5")]
    public async Task LoadAsync_RecordsDamaged_FailsForThatUserAlone(string damage)
    {
        var database = await server.CreateLogAsync();
        await using var backend = TestBackend.Open(new TestShard("one", database));
        var (ada, bob) = (await backend.WriterAsync("ada"), await backend.WriterAsync("bob"));
        var session = new SessionRecord(Protocol.ClientId.Parse("tab"), 0, 0, 1);
        await backend.CommitAsync(
            bob.Append("1"),
            ada.Commit(new CommitParts { Sessions = [session], Work = [new(1, "work"u8.ToArray())], RevokedTokens = [new("token", 5)] }));
        await Sql.ExecuteAsync(database, damage);

        var loads = (Ada: backend.HeadAsync(ada), Bob: backend.HeadAsync(bob));
        await Assert.ThrowsAsync<StorageDamagedException>(() => loads.Ada);
        Assert.Equal(bob.Head, await loads.Bob);
    }

    [Theory]
    [InlineData("DELETE FROM netra_frame WHERE seq = 2")]
    [InlineData("DELETE FROM netra_frame WHERE seq = 1")]
    [InlineData("UPDATE netra_frame SET json = '' WHERE seq = 2")]
    [InlineData("UPDATE netra_frame SET priority = 9 WHERE seq = 2")]
    [InlineData("UPDATE netra_frame SET seq = 4 WHERE seq = 3")]
    public async Task ReadAsync_FramesDamaged_Throws(string damage)
    {
        var database = await server.CreateLogAsync();
        await using var backend = TestBackend.Open(new TestShard("one", database));
        var ada = await backend.WriterAsync("ada");
        await backend.CommitAsync(ada.Append("1", "2", "3"));
        await Sql.ExecuteAsync(database, damage);
        await Assert.ThrowsAsync<StorageDamagedException>(async () =>
        {
            // In pages, as everybody reads.
            for (var seq = 1; seq <= 3; seq++) await backend.ReadAsync(ada.User, seq, 3, 1, 1_000, CancellationToken.None);
        });
        await Assert.ThrowsAsync<StorageDamagedException>(async () => await backend.ReadEntriesAsync(ada.User, CancellationToken.None));
    }
}
