using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace Netra.Bench;

/// <summary>
/// What another .NET process counts of itself, read from outside as <c>dotnet-counters</c> does: by an event session with a reading every fifth of a second, which costs
/// that process next to nothing.
/// </summary>
internal sealed class RuntimeCounters : IAsyncDisposable
{
    private const string Provider = "System.Diagnostics.Metrics";
    private const string Allocated = "dotnet.gc.heap.total_allocated";
    private const string Groups = "netra.storage.group_commit.size";
    private const string Interval = "0.2";

    /// <summary>The keyword of instruments' values.</summary>
    private const long ValuesKeyword = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly EventPipeSession _session;
    private readonly Task _reading;
    private readonly List<(DateTime At, TaskCompletionSource<CounterReading> Done)> _waiting = [];
    private long _allocated;
    private long _groups;
    private DateTime _collectionStartedAt;

    private RuntimeCounters(EventPipeSession session)
    {
        _session = session;
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public static async Task<RuntimeCounters> StartAsync(int processId, CancellationToken cancellationToken)
    {
        var arguments = new Dictionary<string, string>
        {
            ["SessionId"] = Guid.NewGuid().ToString(),
            ["Metrics"] = $"System.Runtime\\{Allocated},Netra\\{Groups}",
            ["RefreshInterval"] = Interval,
            ["MaxTimeSeries"] = "100",
            ["MaxHistograms"] = "10",
        };
        var provider = new EventPipeProvider(Provider, EventLevel.Informational, ValuesKeyword, arguments);
        return new RuntimeCounters(await new DiagnosticsClient(processId).StartEventPipeSessionAsync([provider], requestRundown: false, circularBufferMB: 1, cancellationToken));
    }

    /// <summary>What it has counted by now: the next reading that begins behind this call.</summary>
    public async Task<CounterReading> ReadAsync(CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<CounterReading>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate) _waiting.Add((DateTime.UtcNow, done));
        var first = await Task.WhenAny(done.Task, _reading, Task.Delay(Patience, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return first == done.Task ? await done.Task : throw new BenchException("A server does not say what it allocates.");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _session.StopAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is ServerNotAvailableException or IOException or TimeoutException or EndOfStreamException)
        {
            // The process has ended.
        }

        await _reading;
        _session.Dispose();
    }

    private void Read()
    {
        try
        {
            using var source = new EventPipeEventSource(_session.EventStream);
            source.Dynamic.All += Take;
            source.Process();
        }
        catch (Exception exception) when (exception is IOException or FormatException or ObjectDisposedException)
        {
            // The process has ended in the middle of a reading; whoever waits for one is told.
        }
    }

    private void Take(TraceEvent happened)
    {
        switch (happened.EventName)
        {
            case "Collection/Start":
                _collectionStartedAt = happened.TimeStamp.ToUniversalTime();
                break;
            case "CounterRateValuePublished" when IsOf(happened, Allocated):
                _allocated = (long)double.Parse(Text(happened, "value"), CultureInfo.InvariantCulture);
                break;
            case "HistogramValuePublished" when IsOf(happened, Groups):
                // Of this reading alone.
                _groups += Convert.ToInt64(happened.PayloadByName("count"), CultureInfo.InvariantCulture);
                break;
            case "Collection/Stop":
                Answer();
                break;
        }
    }

    private void Answer()
    {
        lock (_gate)
        {
            var reading = new CounterReading(_allocated, _groups);
            foreach (var (_, done) in _waiting.Where(one => one.At <= _collectionStartedAt)) done.TrySetResult(reading);
            _waiting.RemoveAll(one => one.Done.Task.IsCompleted);
        }
    }

    private static bool IsOf(TraceEvent happened, string instrument) => Text(happened, "instrumentName") == instrument;

    private static string Text(TraceEvent happened, string name) => (string)happened.PayloadByName(name);
}
