using System.Diagnostics.Metrics;

namespace Netra.Bench;

/// <summary>How large the groups are that the log writes while this listens.</summary>
internal sealed class GroupSizes : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _groups;
    private long _commits;

    public GroupSizes()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "netra.storage.group_commit.size") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((_, size, _, _) =>
        {
            Interlocked.Increment(ref _groups);
            Interlocked.Add(ref _commits, size);
        });
        _listener.Start();
    }

    public double Mean => _groups == 0 ? 0 : (double)_commits / _groups;

    public void Dispose() => _listener.Dispose();
}
