using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Netra.Storage;

/// <summary>What storage measures of itself, on the meter <c>Netra</c>: per group, never per commit. No user is ever a tag.</summary>
internal static class StorageInstruments
{
    private const string OperationTag = "netra.storage.operation";

    private static readonly Meter Meter = new("Netra");

    /// <summary>The committers that are open, over all logs of the process.</summary>
    private static readonly ConcurrentDictionary<GroupCommitter, byte> Open = new();

    public static readonly Histogram<double> GroupDuration = Meter.CreateHistogram(
        "netra.storage.group_commit.duration", "s", "The time that writing and flushing one group took.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    public static readonly Histogram<int> GroupSize = Meter.CreateHistogram(
        "netra.storage.group_commit.size", "{commit}", "The commits that were written with one flush.", tags: null,
        new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096] });

    public static readonly Counter<long> Commits = Meter.CreateCounter<long>(
        "netra.storage.commits", "{commit}", "Commits that became durable.");

    public static readonly Counter<long> Conflicts = Meter.CreateCounter<long>(
        "netra.storage.conflicts", "{commit}", "Commits that another writer had overtaken.");

    public static readonly Counter<long> Failures = Meter.CreateCounter<long>(
        "netra.storage.failures", "{commit}", "Commits whose caller was told that storage failed or took too long.");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "netra.storage.retries", "{try}", "What a database was asked once more: a group that met another session's, or that was divided; a read that lost its connection.");

    static StorageInstruments()
    {
        Meter.CreateObservableUpDownCounter(
            "netra.storage.queue.length", () => Open.Keys.Sum(committer => (long)committer.Waiting.Commits), "{commit}", "Commits that wait for the group before theirs.");
        Meter.CreateObservableUpDownCounter(
            "netra.storage.queue.size", () => Open.Keys.Sum(committer => committer.Waiting.Bytes), "By", "About what the commits that have a place in the queue occupy.");
    }

    /// <summary>From now on its queue counts.</summary>
    public static void Watch(GroupCommitter committer) => Open.TryAdd(committer, 0);

    /// <summary>It is closed.</summary>
    public static void Forget(GroupCommitter committer) => Open.TryRemove(committer, out _);

    public static void NoteCommitRetry() => Retries.Add(1, new KeyValuePair<string, object?>(OperationTag, "commit"));

    public static void NoteReadRetry() => Retries.Add(1, new KeyValuePair<string, object?>(OperationTag, "read"));
}
