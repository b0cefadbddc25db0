using Netra.Storage.PostgreSql;
using Npgsql;

namespace Netra.Host.Tests;

/// <summary>The commands <c>migrate</c> and <c>new-epoch</c> on real databases.</summary>
[Collection(PostgresCollection.Name)]
public sealed class DatabaseCommandsTests(SharedPostgres postgres)
{
    [Fact]
    public async Task Migrate_TwoShardsAndMembership_MakesEachOnceAndSaysSo()
    {
        var (first, second, membership) = (await CreateAsync(), await CreateAsync(), await CreateAsync());
        string[] settings = [.. Shards(first, second), "--Netra:Cluster:Membership", "PostgreSql", "--Netra:Cluster:ConnectionString", membership];

        var said = await RunAsync(DatabaseCommands.Migrate, settings);
        var saidAgain = await RunAsync(DatabaseCommands.Migrate, settings);

        Assert.Equal(3, said.Length);
        Assert.All(said, line => Assert.Contains("from version 0 to", line, StringComparison.Ordinal));
        Assert.Contains("Netra:Storage:PostgreSql:Shards:1:ConnectionString", said[1], StringComparison.Ordinal);
        Assert.Contains("Membership", said[2], StringComparison.Ordinal);
        Assert.All(saidAgain, line => Assert.Contains("as it was", line, StringComparison.Ordinal));
        foreach (var log in new[] { first, second }) await PostgreSqlMigrator.CheckAsync(log, PostgreSqlSchema.Log, CancellationToken.None);
        await PostgreSqlMigrator.CheckAsync(membership, PostgreSqlSchema.Membership, CancellationToken.None);
    }

    [Fact]
    public async Task Migrate_MembershipWithoutADatabaseOfItsOwn_IsOnTheFirstShard()
    {
        var (first, second) = (await CreateAsync(), await CreateAsync());

        await RunAsync(DatabaseCommands.Migrate, [.. Shards(first, second), "--Netra:Cluster:Membership", "PostgreSql"]);

        await PostgreSqlMigrator.CheckAsync(first, PostgreSqlSchema.Membership, CancellationToken.None);
        await Assert.ThrowsAsync<PostgreSqlSchemaException>(() => PostgreSqlMigrator.CheckAsync(second, PostgreSqlSchema.Membership, CancellationToken.None));
    }

    [Fact]
    public async Task Migrate_NoDatabaseInTheSettings_SaysThatThereIsNothingToDo()
    {
        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => RunAsync(DatabaseCommands.Migrate));

        Assert.Contains("nothing to migrate", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_WrongSettings_NamesThem()
    {
        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => RunAsync(DatabaseCommands.Migrate, "--Netra:Stoore", "PostgreSql"));
        Assert.Contains("Netra:Stoore", exception.Message, StringComparison.Ordinal);

        exception = await Assert.ThrowsAsync<ConfigurationException>(() => RunAsync(DatabaseCommands.Migrate, "--Netra:Store", "PostgreSql"));
        Assert.Contains("Shards", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_ADatabaseThatIsAway_NamesItWithoutItsPassword()
    {
        var away = $"Host=127.0.0.1;Port={FreePorts.Next()};Database=netra;Username=netra;Password=not-to-be-seen";

        var exception = await Assert.ThrowsAsync<DatabaseException>(() => RunAsync(DatabaseCommands.Migrate, Shards(away)));

        Assert.Contains("'netra' on 127.0.0.1:", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Shards:0:ConnectionString", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-seen", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewEpoch_TwoShards_ChangesBoth()
    {
        string[] databases = [await CreateAsync(), await CreateAsync()];
        await RunAsync(DatabaseCommands.Migrate, Shards(databases));
        var before = await Task.WhenAll(databases.Select(ReadEpochAsync));

        var said = await RunAsync(DatabaseCommands.NewEpoch, Shards(databases));

        var after = await Task.WhenAll(databases.Select(ReadEpochAsync));
        for (var i = 0; i < databases.Length; i++)
        {
            Assert.NotEqual(before[i], after[i]);
            Assert.Contains(after[i], said[i], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task NewEpoch_WithoutTheSchema_NamesTheCommandThatMakesIt()
    {
        var database = await CreateAsync();

        var exception = await Assert.ThrowsAsync<DatabaseException>(() => RunAsync(DatabaseCommands.NewEpoch, Shards(database)));

        Assert.Contains("'migrate'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewEpoch_OfAnotherStore_SaysThatItNeedsPostgreSql()
    {
        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => RunAsync(DatabaseCommands.NewEpoch));

        Assert.Contains("Netra:Store", exception.Message, StringComparison.Ordinal);
    }

    private static string[] Shards(params string[] databases) =>
    [
        "--Netra:Store", "PostgreSql",
        .. databases.SelectMany((database, i) => new[] { $"--Netra:Storage:PostgreSql:Shards:{i}:Name", $"s{i}", $"--Netra:Storage:PostgreSql:Shards:{i}:ConnectionString", database }),
    ];

    private static async Task<string[]> RunAsync(string command, params string[] settings)
    {
        await using var output = new StringWriter();
        await DatabaseCommands.RunAsync(command, settings, output, CancellationToken.None);
        return output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string> ReadEpochAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database + ";Pooling=false");
        await using var command = source.CreateCommand("SELECT epoch FROM netra_log");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private Task<string> CreateAsync() => postgres.Server.CreateDatabaseAsync();
}
