using System.Diagnostics.Metrics;

namespace Netra.Storage.Tests;

/// <content>What commits are counted as.</content>
public sealed partial class GroupCommitterTests
{
    [Fact]
    public async Task CommitAsync_FailedAndWrittenLate_IsCountedOnceWhereItsCallerWasTold()
    {
        using var counted = new CommitCounts();
        await using var failing = new FailingBackend();
        await using var blocking = new BlockingBackend(failing);
        await using (var committer = Create(Defaults, blocking))
        {
            // Too late first, and refused by storage behind that.
            var late = committer.CommitAsync((await WriterAsync("ada", blocking)).Append("1"));
            await blocking.EnteredAsync();
            _time.Advance(Defaults.CommitTimeout);
            await Assert.ThrowsAsync<StorageUnavailableException>(() => late);
            failing.Outcomes.Enqueue(CommitOutcome.Unavailable);
            blocking.Release();

            var stale = await WriterAsync("bob", blocking);
            var written = committer.CommitAsync((await WriterAsync("bob", blocking)).Append("1"));
            blocking.Release(2);
            Assert.Equal(CommitOutcome.Committed, await written);
            Assert.Equal(CommitOutcome.Conflict, await committer.CommitAsync(stale.Append("2")));
            await committer.DisposeAsync();
            await Assert.ThrowsAsync<StorageUnavailableException>(() => committer.CommitAsync(stale.Append("3")));
        }

        Assert.Equal((1, 1, 2), (counted.Of("netra.storage.commits"), counted.Of("netra.storage.conflicts"), counted.Of("netra.storage.failures")));
    }

    /// <summary>What the committers of one test count: all of them count with the same instruments, each on a thread that has the test's own mark.</summary>
    private sealed class CommitCounts : IDisposable
    {
        private static readonly AsyncLocal<CommitCounts?> Current = new();

        private readonly Lock _gate = new();
        private readonly Dictionary<string, long> _sums = [];
        private readonly MeterListener _listener = new();

        public CommitCounts()
        {
            Current.Value = this;
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Netra") listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            {
                if (Current.Value != this) return;
                lock (_gate) _sums[instrument.Name] = _sums.GetValueOrDefault(instrument.Name) + value;
            });
            _listener.Start();
        }

        public long Of(string instrument)
        {
            lock (_gate) return _sums.GetValueOrDefault(instrument);
        }

        public void Dispose() => _listener.Dispose();
    }
}
