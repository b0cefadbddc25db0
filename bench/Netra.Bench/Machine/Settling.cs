using System.Diagnostics;

namespace Netra.Bench;

/// <summary>Waits until the memory of a process stands still.</summary>
internal static class Settling
{
    private const double StillShare = 0.005;
    private const int StillSeconds = 5;

    /// <summary>Returns when its memory has changed by no more than half a percent in five seconds, or when the time is over.</summary>
    public static async Task<ProcessMemory> WaitAsync(int processId, TimeSpan longest, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var seen = new Queue<long>();
        while (true)
        {
            var memory = ProcessMemory.Of(processId);
            seen.Enqueue(memory.Rss);
            if (seen.Count > StillSeconds) seen.Dequeue();
            var isStill = seen.Count == StillSeconds && seen.Max() - seen.Min() <= StillShare * memory.Rss;
            if (isStill || Stopwatch.GetElapsedTime(startedAt) >= longest) return memory;
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }
}
