using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>Seqs that will not come, both ends included (protocol section 2.3).</summary>
[GenerateSerializer, Alias("netra.skipped_range"), Immutable]
public readonly record struct SkippedRange(
    [property: Id(0)] long From, [property: Id(1)] long To, [property: Id(2)] SkipReason Reason);
