using System.Diagnostics.Metrics;

namespace Netra.Storage;

/// <summary>What storage measures of itself, on the meter <c>Netra</c>. No user is ever a tag.</summary>
internal static class StorageInstruments
{
    private static readonly Meter Meter = new("Netra");

    public static readonly Histogram<double> GroupDuration = Meter.CreateHistogram<double>(
        "netra.storage.group_commit.duration", "s", "The time that writing and flushing one group took.");

    public static readonly Histogram<int> GroupSize = Meter.CreateHistogram<int>(
        "netra.storage.group_commit.size", "{commit}", "The commits that were written with one flush.");

    public static readonly Counter<long> Commits = Meter.CreateCounter<long>(
        "netra.storage.commits", "{commit}", "Commits that became durable.");

    public static readonly Counter<long> Conflicts = Meter.CreateCounter<long>(
        "netra.storage.conflicts", "{commit}", "Commits that another writer had overtaken.");

    public static readonly Counter<long> Failures = Meter.CreateCounter<long>(
        "netra.storage.failures", "{commit}", "Commits whose caller was told that storage failed or took too long.");
}
