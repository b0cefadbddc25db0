using CsCheck;

namespace Netra.Host.Tests;

public sealed class LatencyScaleTests
{
    [Fact]
    public void Percentile_OfRandomDurations_IsWithinABucketOfTheTrueOne() => Gen.Select(Gen.Double[60e-6, 60].List[1, 300], Gen.Double[0.5, 0.99]).Sample((durations, share) =>
    {
        var counts = new long[LatencyScale.Buckets];
        foreach (var duration in durations) counts[LatencyScale.IndexOf(duration)]++;
        var sorted = durations.Order().ToList();
        var exact = sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];

        var found = LatencyScale.Percentile(counts, share)!.Value;

        // Four buckets for a doubling.
        Assert.InRange(found, exact / 1.2, exact * 1.2);
    });

    [Theory]
    [InlineData(0, 0)]
    [InlineData(50e-6, 0)]
    [InlineData(51e-6, 1)]
    [InlineData(1e9, LatencyScale.Buckets - 1)]
    public void IndexOf_AtTheEnds_IsABucket(double seconds, int bucket) => Assert.Equal(bucket, LatencyScale.IndexOf(seconds));

    [Fact]
    public void Percentile_OfNothing_IsNone() => Assert.Null(LatencyScale.Percentile(new long[LatencyScale.Buckets], 0.5));
}
