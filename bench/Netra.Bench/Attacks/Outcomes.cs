using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Netra.Bench;

/// <summary>Counts what became of the attempts of an attack. Thread-safe.</summary>
internal sealed class Outcomes
{
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly long _startedAt = Stopwatch.GetTimestamp();

    public void Add(string outcome, long count = 1) => _counts.AddOrUpdate(outcome, count, (_, before) => before + count);

    /// <summary>How often each came in a second, as JSON.</summary>
    public string ToJson()
    {
        var seconds = Stopwatch.GetElapsedTime(_startedAt).TotalSeconds;
        return JsonSerializer.Serialize(_counts.OrderBy(one => one.Key, StringComparer.Ordinal).ToDictionary(one => one.Key, one => Math.Round(one.Value / seconds, 1)));
    }
}
