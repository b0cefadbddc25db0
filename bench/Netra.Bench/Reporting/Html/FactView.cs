namespace Netra.Bench.Reporting.Html;

/// <summary>A fact of the run.</summary>
public sealed record FactView(string Name, string Text);
