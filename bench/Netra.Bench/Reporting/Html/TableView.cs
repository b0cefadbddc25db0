namespace Netra.Bench.Reporting.Html;

/// <summary>A table.</summary>
/// <param name="Id">Its identifier in the page.</param>
/// <param name="Caption">What it shows.</param>
/// <param name="Columns">The headings; the first is that of the rows' names.</param>
/// <param name="Rows">The rows.</param>
public sealed record TableView(string Id, string Caption, IReadOnlyList<string> Columns, IReadOnlyList<RowView> Rows);
