using Netra.Storage.Conformance;

namespace Netra.Storage.RocksDb.Tests;

public sealed class RocksDbBackendTests : UserLogConformance
{
    private readonly TemporaryStore _store = new();

    protected override IUserLogBackend OpenBackend() => _store.Open();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task Reopening_KeepsTheEpoch()
    {
        var before = (await LogWriter.LoadAsync(Log, "ada")).Head.Epoch;
        await ReopenAsync();
        Assert.Equal(before, (await LogWriter.LoadAsync(Log, "ada")).Head.Epoch);
    }

    [Fact]
    public async Task DisposeAsync_BesideReads_EndsThemCleanly()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        for (var i = 0; i < 50; i++) await CommitAsync(writer.Commit([new byte[1_000], new byte[1_000]]));
        var backend = Backend;
        using var started = new CountdownEvent(4);
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var reads = 0; ; reads++)
            {
                if (reads == 10) started.Signal();
                Assert.Equal(100, (await backend.ReadAsync(writer.User, 1, 100, 100, int.MaxValue, CancellationToken.None)).Count);
            }
        })).ToArray();
        Assert.True(started.Wait(TimeSpan.FromSeconds(30)));
        await backend.DisposeAsync();

        foreach (var reader in readers) await Assert.ThrowsAsync<StorageUnavailableException>(() => reader);
    }

    [Fact]
    public async Task CommitAsync_AfterDispose_Throws()
    {
        await Backend.DisposeAsync();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => CommitGroupAsync());
    }
}
