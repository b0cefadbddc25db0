using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>A change of the state as its sender says it (protocol section 5).</summary>
/// <param name="Kind">How it is said.</param>
/// <param name="Json">The patch, operations or updates: UTF-8 JSON of the kind's shape.</param>
/// <param name="ExpectedVersion">The version that it is meant for; null: whatever is present.</param>
[GenerateSerializer, Alias("netra.state_change"), Immutable]
public sealed record StateChange(
    [property: Id(0)] StateChangeKind Kind, [property: Id(1)] ReadOnlyMemory<byte> Json, [property: Id(2)] long? ExpectedVersion)
{
    /// <summary>Who changes it, for who asks later: the name of the API key; null for others.</summary>
    [Id(3)]
    public string? By { get; init; }

    /// <summary>The trace that it is a part of, where it comes by itself; null where none is recorded.</summary>
    [Id(4)]
    public TraceContext? Trace { get; init; }
}
