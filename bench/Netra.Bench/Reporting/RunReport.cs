namespace Netra.Bench.Reporting;

/// <summary>All that came of a run.</summary>
/// <param name="Facts">What was run, and where.</param>
/// <param name="Outcomes">What was measured, in the order in which it came; of a workload, setting and server at most one.</param>
/// <param name="Requirements">What was required.</param>
internal sealed record RunReport(RunFacts Facts, IReadOnlyList<Outcome> Outcomes, IReadOnlyList<Requirement> Requirements);
