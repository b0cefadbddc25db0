using Netra.Storage.PostgreSql;

namespace Netra.Host.Tests;

/// <summary>What may pass by itself while a process starts, and what an operator must mend.</summary>
[Collection(PostgresCollection.Name)]
public sealed class NeededSchemaTests(SharedPostgres postgres)
{
    [Fact]
    public async Task Check_NothingListensThere_MayPassSoon() =>
        await AssertFailsAsync($"Host=127.0.0.1;Port={FreePorts.Next()};Database=netra;Username=netra", mayPassSoon: true);

    [Fact]
    public async Task Check_HostNameIsNotKnown_MayPassSoon() => await AssertFailsAsync("Host=netra-db.invalid;Database=netra;Username=netra", mayPassSoon: true);

    [Fact]
    public async Task Check_NoSuchDatabase_MayNot() => await AssertFailsAsync(postgres.Server.ConnectionString("not_there"), mayPassSoon: false);

    [Fact]
    public async Task Check_NoSchema_MayNot() => await AssertFailsAsync(await postgres.Server.CreateDatabaseAsync(), mayPassSoon: false);

    private static async Task AssertFailsAsync(string connectionString, bool mayPassSoon)
    {
        var needed = new NeededSchema("Netra:Cluster:ConnectionString", connectionString, PostgreSqlSchema.Membership);

        var exception = await Assert.ThrowsAsync<DatabaseException>(() => needed.CheckAsync(CancellationToken.None));

        Assert.Equal(mayPassSoon, exception.MayPassSoon);
    }
}
