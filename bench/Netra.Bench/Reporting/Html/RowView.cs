namespace Netra.Bench.Reporting.Html;

/// <summary>A row of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Series">The class of its colour; empty where it has none.</param>
/// <param name="Cells">As many as the table has columns besides the first.</param>
public sealed record RowView(string Name, string Series, IReadOnlyList<CellView> Cells);
