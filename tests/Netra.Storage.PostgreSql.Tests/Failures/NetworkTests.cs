using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Netra.Storage.PostgreSql.Tests;

/// <summary>A network that swallows everything, and several addresses of one database.</summary>
public sealed class NetworkTests(SharedServer server)
{
    [Fact]
    public async Task CommitAsync_NothingGetsThrough_FailsInTimeAndRecovers()
    {
        var settings = new NpgsqlConnectionStringBuilder(await server.CreateLogAsync());
        using var relay = new TcpRelay(settings.Port);
        settings.Port = relay.Port;
        var options = new PostgreSqlOptions
        {
            WritersPerShard = 1,
            CommandTimeout = TimeSpan.FromSeconds(1),
            ConnectTimeout = TimeSpan.FromSeconds(3),
            OutageWait = TimeSpan.FromSeconds(1),
        };
        await using var backend = TestBackend.Open(options, new TestShard("one", settings.ConnectionString));
        var ada = await backend.WriterAsync("ada");
        await backend.CommitAsync(ada.Append("1"));
        var before = ada.Head;
        var second = ada.Append("2");

        relay.Swallows = true;
        var started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => backend.CommitAsync(second));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => backend.WriterAsync("ada"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => backend.CommitAsync(second));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(45));

        relay.Swallows = false;
        Assert.Equal(before, await backend.HeadAsync(ada));
        Assert.Equal([CommitOutcome.Committed], await backend.CommitAsync(second));
    }

    [Fact]
    public async Task CommitAsync_FirstAddressIsDead_UsesThePrimaryAmongTheOthers()
    {
        var database = await server.CreateLogAsync();
        var port = new NpgsqlConnectionStringBuilder(database).Port.ToString(CultureInfo.InvariantCulture);
        var both = database.Replace("Host=127.0.0.1", $"Host=127.0.0.1:{FreePorts.Next()},127.0.0.1:{port}", StringComparison.Ordinal) + ";Target Session Attributes=primary";
        await using var backend = TestBackend.Open(new TestShard("one", both));
        var ada = await backend.WriterAsync("ada");
        Assert.Equal([CommitOutcome.Committed], await backend.CommitAsync(ada.Append("1")));
        Assert.Equal(ada.Head, await backend.HeadAsync(ada));
    }
}
