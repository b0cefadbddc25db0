namespace Netra.Faults;

/// <summary>One fault of a run's plan.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Kind">What is done.</param>
/// <param name="AtMs">When it begins, milliseconds since the load began.</param>
/// <param name="LengthMs">How long until it is healed; of a process that ends: how long it stays away.</param>
/// <param name="Targets">The names of the processes: one, or the two sides of a split, of which the first can't reach the second.</param>
/// <param name="Variant">What the kind leaves open: <c>one_way</c> of a split, <c>stop</c>, <c>crash</c> or <c>kill</c> of the database.</param>
internal sealed record PlannedFault(int Number, FaultKind Kind, long AtMs, long LengthMs, IReadOnlyList<string> Targets, string? Variant = null);
