using System.Net;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Host.Tests;

/// <summary>Processes that have a sample of one message each second.</summary>
internal sealed class FakeProcesses : IDashboardClient
{
    private readonly Dictionary<SiloAddress, List<ProcessSample>> _samples = [];

    public IEnumerable<SiloAddress> Members => _samples.Keys;

    /// <summary>How often any of them was asked.</summary>
    public int Asked { get; private set; }

    /// <summary>From which time on a process was asked last.</summary>
    public Dictionary<SiloAddress, long> Since { get; } = [];

    public HashSet<SiloAddress> Silent { get; } = [];

    public SiloAddress Add(int port)
    {
        var address = SiloAddress.New(IPAddress.Loopback, port, 1);
        _samples[address] = [];
        return address;
    }

    public void Remove(SiloAddress process) => _samples.Remove(process);

    public void Sample(SiloAddress process, long atMs, long messages, params int[] publishBuckets) =>
        _samples[process].Add(new ProcessSample(atMs, [messages, 5], [publishBuckets], [new NamedCount("client", 1)]));

    public Task<ProcessReport> ReportAsync(SiloAddress process, long sinceMs)
    {
        Asked++;
        Since[process] = sinceMs;
        if (Silent.Contains(process)) throw new TimeoutException("it says nothing");
        return Task.FromResult(new ProcessReport
        {
            Name = process.ToParsableString(),
            Role = "all",
            Version = "1",
            StartedAtMs = 0,
            AtMs = 0,
            IntervalMs = 1_000,
            // One that this version does not know, and by far not all that it knows.
            Figures = ["messages", "of_the_future"],
            Latencies = ["publish"],
            Now = [_samples[process].Sum(sample => sample.Values[0]), 5],
            Ended = [],
            Refused = [],
            Samples = [.. _samples[process].Where(sample => sample.AtMs > sinceMs)],
            Faults = [],
            Health = [],
        });
    }

    /// <summary>Which connections any of them was asked for, and how many.</summary>
    public List<(ConnectionKind Kind, int Limit)> Searched { get; } = [];

    public Task<ConnectionReport[]> FindConnectionsAsync(SiloAddress process, ConnectionKind kind, int limit)
    {
        Searched.Add((kind, limit));
        return Task.FromResult<ConnectionReport[]>([.. Enumerable.Range(0, limit).Select(Report)]);
    }

    private static ConnectionReport Report(int place) => new()
    {
        User = UserId.Parse("ada"),
        Connection = ConnectionId.NewId(),
        Client = ClientId.Parse("tab"),
        State = "live",
        ConnectedAtMs = 0,
        Cursor = 0,
        Behind = 1_000 - place,
        QueuedFrames = 0,
        QueuedBytes = 0,
        CatchingUpSinceMs = 0,
        WritingSinceMs = 0,
    };
}
