using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Netra.Client.Publishing;

/// <summary>The meter <c>Netra.Client.Publishing</c>. A user is never a tag.</summary>
internal static class PublisherInstruments
{
    public const string OperationTag = "netra.operation";

    private const string OutcomeTag = "netra.outcome";

    private static readonly Meter Meter = new("Netra.Client.Publishing");

    private static readonly Histogram<double> Calls = Meter.CreateHistogram<double>(
        "netra.publisher.call.duration", "s", "How long calls of the server API took, with all their tries. Their outcome is the last status, or failed.");

    private static readonly Counter<long> Messages = Meter.CreateCounter<long>(
        "netra.publisher.messages", "{message}", "Messages by what became of them: published, duplicate, failed.");

    public static readonly Counter<long> Retries = Meter.CreateCounter<long>("netra.publisher.retries", "{retry}", "Tries of calls beyond their first.");

    public static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>("netra.publisher.batch.size", "{message}", "Messages of one call across users.");

    public static readonly UpDownCounter<long> Waiting = Meter.CreateUpDownCounter<long>(
        "netra.publish_queue.messages", "{message}", "Messages in publish queues that are not settled.");

    public static void RecordCall(string operation, string outcome, TimeSpan duration) =>
        Calls.Record(duration.TotalSeconds, new TagList { { OperationTag, operation }, { OutcomeTag, outcome } });

    public static void RecordPublished(Published published) => Record(published.Duplicate ? "duplicate" : "published");

    public static void RecordFailed(int count = 1) => Record("failed", count);

    private static void Record(string outcome, int count = 1) => Messages.Add(count, new KeyValuePair<string, object?>(OutcomeTag, outcome));
}
