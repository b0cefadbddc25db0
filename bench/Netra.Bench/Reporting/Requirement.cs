namespace Netra.Bench.Reporting;

/// <summary>A figure held against what is required of it.</summary>
/// <param name="What">What is required.</param>
/// <param name="Required">The limit, in words.</param>
/// <param name="Figure">The figure, in words.</param>
/// <param name="IsMet">Whether it is within the limit.</param>
internal sealed record Requirement(string What, string Required, string Figure, bool IsMet);
