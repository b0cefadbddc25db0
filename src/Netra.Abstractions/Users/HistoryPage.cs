namespace Netra.Abstractions;

/// <summary>Retained frames, whole and in order.</summary>
[GenerateSerializer, Alias("netra.history_page"), Immutable]
public sealed record HistoryPage([property: Id(0)] ReadOnlyMemory<byte>[] Frames, [property: Id(1)] bool HasMore);
