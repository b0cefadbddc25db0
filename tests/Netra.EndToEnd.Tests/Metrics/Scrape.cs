using System.Globalization;
using System.Text.RegularExpressions;

namespace Netra.EndToEnd.Tests;

/// <summary>What <c>/metrics</c> of a process says at one time.</summary>
internal sealed partial class Scrape
{
    private readonly List<(string Name, string Labels, double Value)> _samples = [];

    private Scrape(string text)
    {
        Text = text;
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var match = Sample().Match(line);
            Assert.True(match.Success, line);
            _samples.Add((match.Groups["name"].Value, match.Groups["labels"].Value, double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)));
        }
    }

    public string Text { get; }

    /// <summary>The answer is kept for a third of a second: what happened just before may not be in it yet.</summary>
    public static async Task<Scrape> OfAsync(HostProcess host)
    {
        using var http = new HttpClient { Timeout = Patience.Short };
        return new Scrape(await http.GetStringAsync(new Uri(host.ManagementUrl + "/metrics")));
    }

    /// <summary>Waits until a metric has exactly this value.</summary>
    /// <param name="host">The process.</param>
    /// <param name="expected">The value.</param>
    /// <param name="name">The name in Prometheus, without <c>netra_</c>.</param>
    /// <param name="label">One of its labels as it is written, such as <c>netra_end_reason="client"</c>; null: over all of them.</param>
    public static Task AssertAsync(HostProcess host, double expected, string name, string? label = null) =>
        Eventually.IsAsync((name, label, expected), async () => (name, label, (await OfAsync(host)).Sum(name, label)));

    /// <summary>The sum over all labels that are as asked; 0 where there is no such sample.</summary>
    public double Sum(string name, string? label = null) =>
        _samples.Where(sample => sample.Name == "netra_" + name && (label is null || sample.Labels.Contains(label, StringComparison.Ordinal))).Sum(sample => sample.Value);

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)( \S+)?$""")]
    private static partial Regex Sample();
}
