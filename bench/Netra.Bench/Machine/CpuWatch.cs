using System.Diagnostics;

namespace Netra.Bench;

/// <summary>How much processor time some processes take from a moment on.</summary>
internal sealed class CpuWatch(params int[] processIds)
{
    private readonly double[] _started = [.. processIds.Select(ProcessCpu.SecondsOf)];
    private readonly double _ownStarted = ProcessCpu.OwnSeconds();
    private readonly long _startedAt = Stopwatch.GetTimestamp();

    /// <summary>Wall time since the beginning, in seconds.</summary>
    public double Elapsed => Stopwatch.GetElapsedTime(_startedAt).TotalSeconds;

    /// <summary>Processor seconds of this process, which makes the load.</summary>
    public double Own => ProcessCpu.OwnSeconds() - _ownStarted;

    /// <summary>Processor seconds of one of the processes, by its place in the list.</summary>
    public double Of(int index) => ProcessCpu.SecondsOf(processIds[index]) - _started[index];
}
