namespace Netra.Bench;

/// <summary>Whether a figure is within its limit.</summary>
/// <param name="Entry">The limit.</param>
/// <param name="Figure">The figure as people read it, or why there is none.</param>
/// <param name="IsMet">Whether it is within.</param>
internal sealed record BudgetVerdict(BudgetEntry Entry, string Figure, bool IsMet);
