using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Netra.Storage.Conformance;

namespace Netra.Storage.Tests;

public sealed class LaneTests
{
    [Fact]
    public async Task CommitAsync_ALaneStallsAndItsQueueIsFull_TheOtherGoesOn()
    {
        await using var backend = new BlockingBackend(new InMemoryBackend()) { LaneCount = 2, Lanes = user => user.Value == "stalled" ? 0 : 1 };
        await using var log = new UserLog(
            backend, Options.Create(new UserLogOptions { MaxQueuedCommits = 8, CommitTimeout = TimeSpan.FromMinutes(2) }), TimeProvider.System, NullLogger<UserLog>.Instance);
        var stalled = await LogWriter.LoadAsync(log, "stalled");
        var waiting = Enumerable.Range(0, 20).Select(i => log.CommitAsync(stalled.Append($"{i}"))).ToList();
        await backend.EnteredAsync();

        var other = await LogWriter.LoadAsync(log, "other");
        for (var i = 0; i < 20; i++) Assert.Equal(CommitOutcome.Committed, await log.CommitAsync(other.Append($"{i}")).WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.DoesNotContain(waiting, commit => commit.IsCompleted);

        backend.Release(20);
        Assert.All(await Task.WhenAll(waiting), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
    }

    [Fact]
    public async Task DisposeAsync_SeveralLanes_WritesWhatIsQueuedInEach()
    {
        var store = new InMemoryBackend();
        await using var backend = new BlockingBackend(store) { LaneCount = 2, Lanes = user => user.Value == "stalled" ? 0 : 1 };
        var patient = new UserLogOptions { CommitTimeout = TimeSpan.FromMinutes(2), DrainTimeout = TimeSpan.FromMinutes(1) };
        var log = new UserLog(backend, Options.Create(patient), TimeProvider.System, NullLogger<UserLog>.Instance);
        var (one, two) = (await LogWriter.LoadAsync(log, "stalled"), await LogWriter.LoadAsync(log, "other"));
        var commits = Task.WhenAll(log.CommitAsync(one.Append("1")), log.CommitAsync(two.Append("1")));
        backend.Release();
        await log.DisposeAsync();
        Assert.Equal([CommitOutcome.Committed, CommitOutcome.Committed], await commits);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => log.CommitAsync(one.Append("2")));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => log.CommitAsync(two.Append("2")));
    }
}
