using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Netra.Storage.Conformance;

namespace Netra.Storage.PostgreSql.Tests;

public sealed class PostgreSqlServiceCollectionExtensionsTests(SharedServer server)
{
    [Fact]
    public async Task AddNetraPostgreSql_ClosedByTheContainer_KeepsWhatWasCommitted()
    {
        var database = await server.CreateLogAsync();
        LogWriter writer;
        await using (var services = Services(database))
        {
            var log = services.GetRequiredService<IUserLog>();
            writer = await LogWriter.LoadAsync(log, "ada");
            Assert.Equal(CommitOutcome.Committed, await log.CommitAsync(writer.Append("1")));
        }

        await using var again = Services(database);
        await writer.AssertStoredAsync(again.GetRequiredService<IUserLog>());
    }

    [Fact]
    public void AddNetraPostgreSql_NoShard_IsRefused()
    {
        using var services = new ServiceCollection().AddLogging().AddNetraPostgreSql().BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(services.GetRequiredService<IUserLogBackend>);
    }

    private static ServiceProvider Services(string database) => new ServiceCollection().AddLogging()
        .AddNetraPostgreSql(options => options.Shards.Add(new PostgreSqlShardOptions { Name = "one", ConnectionString = database })).BuildServiceProvider();
}
