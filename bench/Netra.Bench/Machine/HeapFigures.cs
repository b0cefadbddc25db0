namespace Netra.Bench;

/// <summary>The managed heap of a process.</summary>
/// <param name="Live">Bytes of objects.</param>
/// <param name="Free">Bytes of the gaps between them.</param>
/// <param name="Committed">Bytes that the collector has of the system for them.</param>
/// <param name="Largest">The types with the most bytes.</param>
internal sealed record HeapFigures(long Live, long Free, long Committed, IReadOnlyList<(string Type, long Count, long Bytes)> Largest);
