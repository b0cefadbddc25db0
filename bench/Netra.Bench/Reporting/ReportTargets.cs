namespace Netra.Bench.Reporting;

/// <summary>Where the figures of a run go besides the tables on the console.</summary>
/// <param name="IsJson">JSON lines on standard output take the place of the tables.</param>
/// <param name="JsonFile">A file for JSON lines.</param>
/// <param name="HtmlFile">A file for a page.</param>
internal sealed record ReportTargets(bool IsJson, string? JsonFile, string? HtmlFile)
{
    private IEnumerable<string> Files => new[] { JsonFile, HtmlFile }.OfType<string>();

    /// <summary>Tries whether the files can be written, so that a run does not learn it when it is over. What stands in them is kept until then.</summary>
    public void Check()
    {
        foreach (var file in Files)
        {
            Try(file, () =>
            {
                var isNew = !File.Exists(file);
                File.Open(file, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
                if (isNew) File.Delete(file);
            });
        }
    }

    public async Task WriteAsync(RunReport report)
    {
        if (Files.Any() && report.Outcomes.Count == 0) throw new BenchException("The run has no outcome that could be written to a file.");
        var page = HtmlFile is null ? "" : await HtmlPage.RenderAsync(report);
        if (JsonFile is not null) Try(JsonFile, () => File.WriteAllLines(JsonFile, JsonLines.Lines(report)));
        if (HtmlFile is not null) Try(HtmlFile, () => File.WriteAllText(HtmlFile, page));
    }

    private static void Try(string file, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BenchException($"'{file}' can't be written: {exception.Message}");
        }
    }
}
