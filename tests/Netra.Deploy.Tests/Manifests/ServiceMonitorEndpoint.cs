using System.Text.Json.Serialization;

namespace Netra.Deploy.Tests;

/// <summary>Where a ServiceMonitor scrapes.</summary>
internal sealed class ServiceMonitorEndpoint
{
    [JsonPropertyName("port")]
    public string Port { get; set; } = "";

    [JsonPropertyName("path")]
    public string Path { get; set; } = "";

    [JsonPropertyName("interval")]
    public string Interval { get; set; } = "";

    [JsonPropertyName("scrapeTimeout")]
    public string ScrapeTimeout { get; set; } = "";
}
