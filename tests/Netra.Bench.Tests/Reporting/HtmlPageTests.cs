using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Netra.Bench.Tests;

public sealed partial class HtmlPageTests
{
    private static readonly RunReport Report = new(
        Made.Facts,
        [
            Made.Of("raw Kestrel", 98_000, 1.5),
            Made.Of("Netra", 41_234.5, 4.25, 12_345),
            Made.Of("SignalR", 60_000, 3),
            Made.Of("Netra", 5_000, 6, setting: "5,000 users, one by one"),
        ],
        [new Requirement("something", "at most 3", "4", IsMet: false)]);

    [Fact]
    public async Task Render_Report_HasEveryFigureInATable()
    {
        var page = await ParseAsync(Report);

        foreach (var outcome in Report.Outcomes)
        {
            var section = page.Descendants("section").Single(one => one.Element("h2")!.Value.EndsWith(outcome.Setting, StringComparison.Ordinal));
            var cells = section.Descendants("tr").Where(row => row.Element("th")?.Value == outcome.Server).Descendants("data").ToList();
            // What is 0 everywhere is told in words.
            Assert.EndsWith("; 0 everywhere: lost", section.Elements("p").First().Value, StringComparison.Ordinal);
            var figures = outcome.Figures().Where(figure => figure.Name != "lost").ToList();
            Assert.All(figures, figure => Assert.Contains(cells, cell =>
                cell.Attribute("value")!.Value == figure.Value.ToString("R", CultureInfo.InvariantCulture) && cell.Value == Figure.UnderUnit(figure.Value, figure.Unit)));
            Assert.Equal(figures.Count, cells.Count);
        }
    }

    [Fact]
    public async Task Render_Report_SaysWhatWasRunAndWhere()
    {
        var text = (await ParseAsync(Report)).Value;

        Assert.All(
            [Made.Facts.Repeat, Made.Facts.Build, "4 cores, A processor, 16 GiB", "An OS, Linux 6", ".NET 10, workstation GC", "0.25 at the beginning, 1.5 at the end", "2026-03-01 09:30 UTC", "MISSED"],
            fact => Assert.Contains(fact, text, StringComparison.Ordinal));
        Assert.DoesNotContain("Careful", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_SeveralServers_HasChartsOfRateAndCpuAsRatios()
    {
        var section = (await ParseAsync(Report)).Descendants("section").First();

        var bars = section.Descendants("rect").Where(rect => ClassOf(rect) == "bar").ToList();
        Assert.Equal(9, bars.Count);
        Assert.Equal(["Rate", "CPU", "Latency", "Allocated per message"], section.Descendants("text").Where(text => ClassOf(text) == "title").Select(text => text.Value));
        // The longest bar leaves no room but a little: raw Kestrel's rate, with 1.1 times it in one round.
        Assert.Equal(0.98 * 400 / 1.1, Number(bars[0], "width"), 0.01);
        Assert.Equal(41_234.5 / 98_000, Number(bars[1], "width") / Number(bars[0], "width"), 0.001);
        Assert.Equal(4.25 / 1.5, Number(bars[4], "width") / Number(bars[3], "width"), 0.001);
    }

    [Fact]
    public async Task Render_Latencies_AreLinesOnALogarithmicScale()
    {
        var section = (await ParseAsync(Report)).Descendants("section").First();

        var lines = section.Descendants("g").Where(group => group.Elements("circle").Any()).ToList();
        Assert.Equal(3, lines.Count);
        // Each percentile is ten times the one before it, so that the steps are even.
        var heights = lines[0].Elements("circle").Select(circle => Number(circle, "cy")).ToList();
        Assert.Equal(heights[0] - heights[1], heights[1] - heights[2], 0.05);
        Assert.True(heights[0] > heights[1]);
        var labels = lines.Select(line => Number(line.Element("text")!, "y")).Order().ToList();
        Assert.All(labels.Zip(labels.Skip(1)), pair => Assert.True(pair.Second - pair.First > 14.9, $"The labels at {pair} lie on each other."));
    }

    [Fact]
    public async Task Render_Chart_SaysInWordsWhatItShows()
    {
        var page = await ParseAsync(Report);

        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        var drawings = page.Descendants("svg").ToList();
        Assert.Equal(5, drawings.Count);
        Assert.All(drawings, drawing =>
        {
            Assert.Equal("img", drawing.Attribute("role")?.Value);
            Assert.Equal(
                $"{drawing.Element("title")!.Attribute("id")!.Value} {drawing.Element("desc")!.Attribute("id")!.Value}", drawing.Attribute("aria-labelledby")!.Value);
        });
        Assert.Equal("raw Kestrel 1.00×, 98,000 msg/s; Netra 0.42×, 41,235 msg/s; SignalR 0.61×, 60,000 msg/s.", drawings[0].Element("desc")!.Value);
        Assert.All(page.Descendants("table"), table => Assert.NotEmpty(page.Descendants("p").Single(text => text.Attribute("id")?.Value == table.Attribute("aria-labelledby")!.Value).Value));
    }

    [Fact]
    public async Task Render_Page_NeedsNothingFromElsewhere()
    {
        var page = await ParseAsync(Report);

        Assert.Empty(page.Descendants("script"));
        Assert.Empty(page.Descendants("link"));
        Assert.Empty(page.Descendants().Attributes("src"));
        Assert.All(page.Descendants().Attributes("href"), link => Assert.Contains(page.Descendants().Attributes("id"), id => "#" + id.Value == link.Value));
        Assert.DoesNotContain("url(", page.Descendants("style").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page.Descendants("style").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_NamesWithMarkup_AreText()
    {
        const string Name = "<script>alert(\"1\")</script> & 'two'";
        var report = Made.Run(Made.Of(Name, 100, 1, setting: Name), Made.Of("b", 100, 1, setting: Name)) with { Facts = Made.Facts with { Repeat = Name, Workload = Name } };

        var page = await ParseAsync(report);

        Assert.Empty(page.Descendants("script"));
        Assert.Contains(page.Descendants("th"), row => row.Value == Name);
        Assert.EndsWith(Name, page.Descendants("h2").First().Value, StringComparison.Ordinal);
        Assert.Equal(Name, page.Descendants("code").Single().Value);
        Assert.Equal(Name, page.Descendants("title").First().Value);
    }

    [Fact]
    public async Task Render_BusyMachineAndDebugBuild_SaysSo()
    {
        var busy = Made.Facts with { DebugBuild = true, Machine = Made.Facts.Machine with { LoadAverage = 3 } };

        var warnings = (await ParseAsync(Report with { Facts = busy })).Descendants("p").Where(text => ClassOf(text) == "warning").ToList();

        Assert.Equal(2, warnings.Count);
    }

    [Fact]
    public async Task Render_OneServerWithoutLatency_HasATableAlone()
    {
        var page = await ParseAsync(Made.Run(Made.Of("a", 100, 1) with { Latency = [] }));

        Assert.Empty(page.Descendants("svg"));
        Assert.Empty(page.Descendants("nav"));
        Assert.Single(page.Descendants("table"));
    }

    private static async Task<XElement> ParseAsync(RunReport report)
    {
        var html = await HtmlPage.RenderAsync(report);
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        // The elements without an end tag, which HTML has and XML has not.
        var xml = Meta().Replace(html, "$0</meta>");
        using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }

    [GeneratedRegex("<meta [^>]*>")]
    private static partial Regex Meta();

    private static string? ClassOf(XElement element) => element.Attribute("class")?.Value;

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
