namespace Netra.Abstractions;

/// <summary>A warning or an error of a process's log.</summary>
/// <param name="AtMs">When, Unix milliseconds.</param>
/// <param name="Level"><c>warning</c>, <c>error</c> or <c>critical</c>.</param>
/// <param name="Source">The category.</param>
/// <param name="Text">Printable, and of bounded length.</param>
[GenerateSerializer, Alias("netra.logged_fault"), Immutable]
public sealed record LoggedFault([property: Id(0)] long AtMs, [property: Id(1)] string Level, [property: Id(2)] string Source, [property: Id(3)] string Text);
