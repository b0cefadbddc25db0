using Npgsql;

namespace Netra.Storage.PostgreSql.Tests;

public sealed class PostgreSqlMigratorTests(SharedServer server)
{
    private const string Name = "test";
    private static readonly SchemaScript First = new(1, 1, "CREATE TABLE one (n int); INSERT INTO one VALUES (1)");
    private static readonly SchemaScript Second = new(2, 2, "CREATE TABLE two (n int)");
    private static readonly SchemaScript Broken = new(2, 2, "CREATE TABLE two (n int); SELECT 1 / 0");

    [Theory]
    [InlineData(PostgreSqlSchema.Log)]
    [InlineData(PostgreSqlSchema.Membership)]
    public async Task MigrateAsync_EmptyDatabase_IsCurrentThen(PostgreSqlSchema schema)
    {
        var database = await server.CreateDatabaseAsync();
        var version = SchemaScripts.VersionOf(schema);
        Assert.Equal(new PostgreSqlMigration(0, version), await PostgreSqlMigrator.MigrateAsync(database, schema, CancellationToken.None));
        await PostgreSqlMigrator.CheckAsync(database, schema, CancellationToken.None);
        Assert.Equal(new PostgreSqlMigration(version, version), await PostgreSqlMigrator.MigrateAsync(database, schema, CancellationToken.None));
    }

    [Fact]
    public async Task MigrateAsync_TenAtOnce_AppliesEachMigrationOnce()
    {
        var database = await server.CreateDatabaseAsync();
        var runs = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => MigrateAsync(database, First, Second)));
        Assert.Single(runs, run => run == new PostgreSqlMigration(0, 2));
        Assert.Equal(9, runs.Count(run => run == new PostgreSqlMigration(2, 2)));
        Assert.Equal(1L, await Sql.ScalarAsync<long>(database, "SELECT count(*) FROM one"));
    }

    [Fact]
    public async Task MigrateAsync_OlderDatabase_AppliesWhatItLacks()
    {
        var database = await server.CreateDatabaseAsync();
        await MigrateAsync(database, First);
        Assert.Equal(new PostgreSqlMigration(1, 2), await MigrateAsync(database, First, Second));
        Assert.Equal(1L, await Sql.ScalarAsync<long>(database, "SELECT count(*) FROM one"));
    }

    [Fact]
    public async Task MigrateAsync_MigrationFails_LeavesTheVersionBeforeIt()
    {
        var database = await server.CreateDatabaseAsync();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => MigrateAsync(database, First, Broken));
        Assert.Equal(new PostgreSqlMigration(1, 2), await MigrateAsync(database, First, Second));
    }

    [Fact]
    public async Task MigrateAsync_NewerDatabase_IsRefused()
    {
        var database = await server.CreateDatabaseAsync();
        await MigrateAsync(database, First, Second);
        var exception = await Assert.ThrowsAsync<PostgreSqlSchemaException>(() => MigrateAsync(database, First));
        Assert.Contains("version 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MigrateAsync_NewerDatabaseThatIsMadeForThisBuildToo_LeavesItAsItIs()
    {
        var database = await server.CreateDatabaseAsync();
        await MigrateAsync(database, First, Second with { OldestBuild = 1 });
        Assert.Equal(new PostgreSqlMigration(2, 2), await MigrateAsync(database, First));
        await PostgreSqlMigrator.CheckAsync(database, Name, 1, CancellationToken.None);
    }

    [Fact]
    public async Task CheckAsync_AMigrationLeftThisBuildBehind_RefusesTheLaterOnesToo()
    {
        var database = await server.CreateDatabaseAsync();
        // The third says that the first build may go on; the second, that it may not.
        await MigrateAsync(database, First, Second, new SchemaScript(3, 1, "CREATE TABLE three (n int)"));
        await Assert.ThrowsAsync<PostgreSqlSchemaException>(() => PostgreSqlMigrator.CheckAsync(database, Name, 1, CancellationToken.None));
        await PostgreSqlMigrator.CheckAsync(database, Name, 2, CancellationToken.None);
        await PostgreSqlMigrator.CheckAsync(database, Name, 3, CancellationToken.None);
        await Assert.ThrowsAsync<PostgreSqlSchemaException>(() => PostgreSqlMigrator.CheckAsync(database, Name, 4, CancellationToken.None));
    }

    [Theory]
    [InlineData("-- Oldest build: 2\nSELECT 1", 2)]
    [InlineData("-- Oldest build: 3\r\nSELECT 1", 3)]
    [InlineData("-- Oldest build: 4\nSELECT 1", null)]
    [InlineData("-- Oldest build: 0\nSELECT 1", null)]
    [InlineData("-- Oldest build: x\nSELECT 1", null)]
    [InlineData("SELECT 1\n-- Oldest build: 2\n", null)]
    public void Parse_FirstLine_SaysWhichBuildsMayGoOn(string sql, int? oldest)
    {
        if (oldest is { } build) Assert.Equal(new SchemaScript(3, build, sql), SchemaScripts.Parse(3, sql));
        else Assert.Throws<InvalidOperationException>(() => SchemaScripts.Parse(3, sql));
    }

    [Fact]
    public async Task CheckAsync_NoSchema_NamesTheCommand()
    {
        var database = await server.CreateDatabaseAsync();
        var exception = await Assert.ThrowsAsync<PostgreSqlSchemaException>(
            () => PostgreSqlMigrator.CheckAsync(database, PostgreSqlSchema.Log, CancellationToken.None));
        Assert.Contains("'migrate'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "newer build")]
    [InlineData(-1, "'migrate'")]
    public async Task CheckAsync_OtherVersion_SaysWhatToDo(int difference, string advice)
    {
        var database = await server.CreateLogAsync();
        await Sql.ExecuteAsync(database, $"UPDATE netra_schema SET version = version + {difference}, oldest_build = version + {difference}");
        var exception = await Assert.ThrowsAsync<PostgreSqlSchemaException>(
            () => PostgreSqlMigrator.CheckAsync(database, PostgreSqlSchema.Log, CancellationToken.None));
        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_NoServer_ThrowsUnavailable()
    {
        var nobody = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = FreePorts.Next(), Username = "netra" }.ConnectionString;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => PostgreSqlMigrator.CheckAsync(nobody, PostgreSqlSchema.Log, CancellationToken.None));
    }

    private static Task<PostgreSqlMigration> MigrateAsync(string database, params SchemaScript[] scripts) =>
        PostgreSqlMigrator.MigrateAsync(database, Name, scripts, CancellationToken.None);
}
