using System.Diagnostics;

namespace Netra.Bench;

/// <summary>What one round showed.</summary>
/// <param name="Sent">What was sent.</param>
/// <param name="Delivered">What came.</param>
/// <param name="Server">What it took.</param>
internal sealed record LoadRound(SendFigures Sent, DeliveryFigures Delivered, ServerFigures Server)
{
    private const double Hundred = 100_000;

    private readonly Latencies _latencies = Merge(Sent.Late, Delivered.Latencies);

    /// <summary>Messages that came, a second.</summary>
    public double Rate => Delivered.Received / Math.Max(1e-6, Seconds);

    public double CpuPer100K => Server.CpuSeconds * Per100K;

    public double LoadCpuPer100K => Server.LoadCpu * Per100K;

    public double FlushesPer100K => (Server.Flushes ?? 0) * Per100K;

    public double AllocatedEach => (double)Server.AllocatedBytes / Math.Max(1, Delivered.Received);

    /// <summary>What this process allocated in the threads that send and read.</summary>
    public double LoadAllocatedEach => (double)(Sent.AllocatedBytes + Delivered.AllocatedBytes) / Math.Max(1, Delivered.Received);

    /// <summary>A refused message does not come either, but is not lost: its sender knows.</summary>
    public long LostOf(int perUser) => Math.Max(0, Delivered.Faults.Lost - (Sent.Refused * perUser));

    /// <summary>How many latencies it has.</summary>
    public long LatencyCount => _latencies.Count;

    public double LatencyAt(double percent) => _latencies.At(percent);

    /// <summary>Of a process, or of several of one name.</summary>
    public double CpuPer100KOf(string part) => Server.Cpu.Where(one => one.Part == part).Sum(one => one.Seconds) * Per100K;

    private double Seconds => Stopwatch.GetElapsedTime(Sent.StartedAt, Math.Max(Sent.EndedAt, Delivered.LastAt)).TotalSeconds;

    private double Per100K => Hundred / Math.Max(1, Delivered.Received);

    private static Latencies Merge(Latencies one, Latencies other)
    {
        var both = new Latencies();
        both.Add(one);
        both.Add(other);
        return both;
    }
}
