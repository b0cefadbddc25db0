namespace Netra.Abstractions;

/// <summary>What became of what a client sent.</summary>
/// <param name="Answers">
/// In the items' order, at least one. Fewer than there were items when handlers took long: the caller submits the rest again, of which nothing was done.
/// </param>
[GenerateSerializer, Alias("netra.submit_result"), Immutable]
public sealed record SubmitResult([property: Id(0)] SubmitAnswer[] Answers);
