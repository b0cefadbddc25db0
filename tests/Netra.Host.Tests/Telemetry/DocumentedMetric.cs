namespace Netra.Host.Tests;

/// <summary>A row of the tables in docs/metrics.md.</summary>
/// <param name="Name">The name in code.</param>
/// <param name="Prometheus">The name at <c>/metrics</c>.</param>
/// <param name="Kind">counter, gauge or histogram.</param>
/// <param name="Unit">As in code.</param>
internal sealed record DocumentedMetric(string Name, string Prometheus, string Kind, string Unit)
{
    /// <summary>All rows.</summary>
    public static IReadOnlyList<DocumentedMetric> ReadAll()
    {
        var page = Path.Combine(RepositoryRoot.Find()!, "docs", "metrics.md");
        return [.. File.ReadLines(page).Where(line => line.StartsWith("| `netra.", StringComparison.Ordinal)).Select(Parse)];
    }

    private static DocumentedMetric Parse(string line)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        return new DocumentedMetric(cells[1].Trim('`'), cells[2].Trim('`'), cells[3], cells[4].Trim('`'));
    }
}
