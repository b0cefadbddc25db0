namespace Netra.Bench;

/// <summary>What the processes of a server take for a stretch of load, read from outside.</summary>
internal sealed class ServerGauge : IAsyncDisposable
{
    private readonly LoadServer _server;
    private readonly List<RuntimeCounters> _counters = [];
    private CounterReading _counted;
    private double[] _cpu = [];
    private double _ownCpu;

    private ServerGauge(LoadServer server) => _server = server;

    public static async Task<ServerGauge> StartAsync(LoadServer server, CancellationToken cancellationToken)
    {
        var gauge = new ServerGauge(server);
        try
        {
            foreach (var part in server.Parts.Where(part => part.Runtime)) gauge._counters.Add(await RuntimeCounters.StartAsync(part.ProcessId, cancellationToken));
            return gauge;
        }
        catch
        {
            await gauge.DisposeAsync();
            throw;
        }
    }

    /// <summary>A stretch begins.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        _counted = await CountAsync(cancellationToken);
        _cpu = Cpu();
        _ownCpu = ProcessCpu.OwnSeconds();
    }

    /// <summary>It has ended, and everything of it was delivered.</summary>
    public async Task<ServerFigures> EndAsync(CancellationToken cancellationToken)
    {
        double[] cpu = [.. Cpu().Zip(_cpu, (now, before) => now - before)];
        var own = ProcessCpu.OwnSeconds() - _ownCpu;
        var counted = await CountAsync(cancellationToken);
        return new ServerFigures(
            [.. _server.Parts.Select((part, i) => (part.Name, cpu[i]))],
            counted.AllocatedBytes - _counted.AllocatedBytes,
            _server.IsDurable ? counted.Groups - _counted.Groups : null,
            _server.Parts.Sum(part => part.ResidentBytes),
            own);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var counters in _counters) await counters.DisposeAsync();
    }

    private double[] Cpu() => [.. _server.Parts.Select(part => part.CpuSeconds)];

    private async Task<CounterReading> CountAsync(CancellationToken cancellationToken)
    {
        var readings = await Task.WhenAll(_counters.Select(counters => counters.ReadAsync(cancellationToken)));
        return new CounterReading(readings.Sum(reading => reading.AllocatedBytes), readings.Sum(reading => reading.Groups));
    }
}
