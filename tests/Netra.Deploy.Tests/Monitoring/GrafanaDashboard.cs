using System.Text.Json;

namespace Netra.Deploy.Tests;

/// <summary>The dashboard for Grafana.</summary>
internal sealed class GrafanaDashboard(JsonElement root)
{
    public static GrafanaDashboard Read() => new(JsonDocument.Parse(RepositoryFolder.Read("monitoring/grafana.json")).RootElement);

    public IReadOnlyList<JsonElement> Panels => [.. root.GetProperty("panels").EnumerateArray()];

    /// <summary>The panels that show something, with their queries as Prometheus gets them.</summary>
    public IEnumerable<(string Panel, IReadOnlyList<string> Queries)> Queries => Panels.Where(panel => panel.GetProperty("type").GetString() != "row")
        .Select(panel => (panel.GetProperty("title").GetString()!, (IReadOnlyList<string>)[.. panel.GetProperty("targets").EnumerateArray().Select(Query)]));

    /// <summary>The places of the panels, as (left, top, right, bottom).</summary>
    public IEnumerable<(int Left, int Top, int Right, int Bottom)> Places => Panels.Select(panel => panel.GetProperty("gridPos")).Select(place =>
        (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32(), place.GetProperty("x").GetInt32() + place.GetProperty("w").GetInt32(), place.GetProperty("y").GetInt32() + place.GetProperty("h").GetInt32()));

    private static string Query(JsonElement target) => target.GetProperty("expr").GetString()!
        .Replace("$__rate_interval", "1m", StringComparison.Ordinal).Replace("$instance", ".*", StringComparison.Ordinal);
}
