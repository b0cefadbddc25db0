using System.Diagnostics.Metrics;
using Netra.Abstractions;

namespace Netra.Streaming;

/// <summary>What the way from user grains to gateways measures: per batch, never per push. Gateways are no tags: each restart makes a new one.</summary>
internal sealed class StreamingInstruments
{
    public StreamingInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(NetraMeter.Name);
        BatchDuration = meter.CreateDuration("netra.streaming.batch.duration", "From when a batch was sent until its gateway had handed it to its connections.");
        BatchSize = meter.CreateSize("netra.streaming.batch.size", "{push}", "The pushes of one batch that its gateway took.");
        BatchFailures = meter.CreateCounter<long>(
            "netra.streaming.batch.failures", "{batch}", "Batches that their gateway did not take in time; their users catch up from the log.");
        Dropped = meter.CreateStriped(
            "netra.streaming.pushes.dropped", "{push}", "Pushes whose frames were left to the log: their gateway's queue was full, or it took no batch.");
        meter.CreateObservableUpDownCounter(
            "netra.streaming.queue.length", () => Queues().Sum(queue => (long)queue.Pushes), "{push}", "Pushes that wait for the batch before theirs.");
        meter.CreateObservableUpDownCounter("netra.streaming.queue.size", () => Queues().Sum(queue => queue.Bytes), "By", "The frames of the pushes that wait.");
        meter.CreateObservableUpDownCounter(
            "netra.streaming.behind", () => Queues().Sum(queue => (long)queue.UsersBehind), "{user}", "Users whose frames were dropped and whose gateway is not told yet.");
    }

    /// <summary>What waits for each gateway, from when there is one on.</summary>
    public Func<IEnumerable<QueueDepth>> Queues { get; set; } = () => [];

    public Histogram<double> BatchDuration { get; }

    public Histogram<int> BatchSize { get; }

    public Counter<long> BatchFailures { get; }

    public StripedCounter Dropped { get; }
}
