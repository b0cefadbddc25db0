using System.Collections.Concurrent;

namespace Netra.Model.Tests;

/// <summary>Counts what the runs of a test have met, so that a test that meets nothing fails.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    public void Count(string what) => _counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    /// <summary>Says which of these were never met.</summary>
    public IEnumerable<string> Missing(IEnumerable<string> wanted) => wanted.Where(what => !_counts.ContainsKey(what));

    public override string ToString() =>
        string.Join(", ", _counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key} {count.Value}"));
}
