using Microsoft.Extensions.Time.Testing;
using Netra.Protocol;
using Netra.Storage.Conformance;

namespace Netra.Storage.RocksDb.Tests;

public sealed class WriteFailureTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task CommitAsync_DiskFails_FailsAndGoesOnWhenItWorksAgain()
    {
        await using var backend = _store.Open(time: _time);
        var writer = await WriterAsync(backend);
        await CommitAsync(backend, writer.Append("kept"));
        backend.BeforeWrite = () => throw new IOException("No space left on device");
        var stale = await WriterAsync(backend);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => CommitAsync(backend, stale.Append("lost")));

        // Reads go on from the database as it is; writing goes on in one that is opened anew.
        Assert.Equal(writer.Head, (await backend.LoadAsync(writer.User, CancellationToken.None)).Head);
        backend.BeforeWrite = null;
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(backend, writer.Append("next")));
        Assert.Equal(writer.Head, (await backend.LoadAsync(writer.User, CancellationToken.None)).Head);
    }

    [Fact]
    public async Task ProbeAsync_DiskIsFullAndThenIsNot_TellsAndOpensTheStoreAnew()
    {
        await using var backend = _store.Open(time: _time);
        var probe = Assert.Single(backend.Parts);
        await probe.ProbeAsync(CancellationToken.None);
        var writer = await WriterAsync(backend);
        backend.BeforeWrite = () => throw new IOException("No space left on device");
        var commit = writer.Append("1");
        for (var i = 0; i < 2; i++) await Assert.ThrowsAsync<StorageUnavailableException>(() => CommitAsync(backend, commit));

        // It was opened anew a moment ago, and failed again.
        await Assert.ThrowsAsync<StorageUnavailableException>(() => probe.ProbeAsync(CancellationToken.None));
        Assert.Equal(0, (await backend.LoadAsync(writer.User, CancellationToken.None)).Head.HeadSeq);

        // Nobody writes to what does not serve: the question itself brings it back.
        backend.BeforeWrite = null;
        _time.Advance(new RocksDbOptions().ReopenInterval);
        await probe.ProbeAsync(CancellationToken.None);
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(backend, commit));
    }

    [Fact]
    public async Task CommitAsync_GroupFailsBeforeItIsWritten_TheHeadBeforeItCounts()
    {
        await using var backend = _store.Open(time: _time);
        var writer = await WriterAsync(backend);
        await CommitAsync(backend, writer.Append("kept"));
        // No fault of the disk: the store is not opened anew.
        backend.BeforeWrite = () => throw new InvalidOperationException("not written");
        var lost = new LogWriter(writer.User, writer.Head);
        await Assert.ThrowsAsync<InvalidOperationException>(() => CommitAsync(backend, lost.Append("lost")));

        backend.BeforeWrite = null;
        Assert.Equal(CommitOutcome.Conflict, await CommitAsync(backend, lost.Append("on top of it")));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(backend, writer.Append("next")));
        Assert.Equal(writer.Head, (await backend.LoadAsync(writer.User, CancellationToken.None)).Head);
    }

    [Fact]
    public async Task CommitAsync_DiskKeepsFailing_OpensAnewAtMostOncePerInterval()
    {
        await using var backend = _store.Open(time: _time);
        var writer = await WriterAsync(backend);
        var attempts = 0;
        backend.BeforeWrite = () =>
        {
            attempts++;
            throw new IOException("No space left on device");
        };
        var commit = writer.Append("1");
        for (var i = 0; i < 5; i++) await Assert.ThrowsAsync<StorageUnavailableException>(() => CommitAsync(backend, commit));
        Assert.Equal(2, attempts);

        _time.Advance(new RocksDbOptions().ReopenInterval);
        backend.BeforeWrite = null;
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(backend, commit));
    }

    [Fact]
    public async Task LoadAsync_StoreCouldNotBeOpenedAnew_OpensItWhenItCan()
    {
        await using var backend = _store.Open(time: _time);
        var writer = await WriterAsync(backend);
        await CommitAsync(backend, writer.Append("kept"));
        backend.BeforeWrite = () => throw new IOException("broken");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => CommitAsync(backend, new LogWriter(writer.User, writer.Head).Append("lost")));

        var current = new FileInfo(Path.Combine(_store.Path, "CURRENT"));
        var hidden = current.FullName + ".hidden";
        current.MoveTo(hidden);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => CommitAsync(backend, new LogWriter(writer.User, writer.Head).Append("lost")));
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await backend.LoadAsync(writer.User, CancellationToken.None));

        File.Move(hidden, Path.Combine(_store.Path, "CURRENT"));
        _time.Advance(new RocksDbOptions().ReopenInterval);
        Assert.Equal(writer.Head, (await backend.LoadAsync(writer.User, CancellationToken.None)).Head);
    }

    private static async Task<LogWriter> WriterAsync(RocksDbBackend backend)
    {
        var user = UserId.Parse("ada");
        return new LogWriter(user, (await backend.LoadAsync(user, CancellationToken.None)).Head);
    }

    private static async Task<CommitOutcome> CommitAsync(RocksDbBackend backend, UserCommit commit)
    {
        var outcomes = new CommitOutcome[1];
        await backend.CommitAsync([commit], outcomes, CancellationToken.None);
        return outcomes[0];
    }
}
