using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Netra.Storage.Conformance;

namespace Netra.Storage.RocksDb.Tests;

public sealed class RocksDbServiceCollectionExtensionsTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task AddNetraRocksDb_ClosedByTheContainer_KeepsWhatWasCommitted()
    {
        LogWriter writer;
        await using (var services = Services(options => options.Path = _store.Path))
        {
            var log = services.GetRequiredService<IUserLog>();
            writer = await LogWriter.LoadAsync(log, "ada");
            Assert.Equal(CommitOutcome.Committed, await log.CommitAsync(writer.Append("1")));
        }

        await using var again = Services(options => options.Path = _store.Path);
        await writer.AssertStoredAsync(again.GetRequiredService<IUserLog>());
    }

    [Fact]
    public void AddNetraRocksDb_OptionsOutOfRange_AreRefused()
    {
        using var services = Services(options => options.Path = "");
        Assert.Throws<OptionsValidationException>(services.GetRequiredService<IUserLogBackend>);
    }

    private static ServiceProvider Services(Action<RocksDbOptions> configure) =>
        new ServiceCollection().AddLogging().AddNetraRocksDb(configure).BuildServiceProvider();
}
