using System.Text.Json.Serialization;

namespace Netra.Deploy.Tests;

/// <summary>Alerts that are looked at together.</summary>
internal sealed class AlertGroup
{
    [JsonPropertyName("name")]
    public string Name { get; set; } = "";

    [JsonPropertyName("rules")]
    public IList<AlertRule> Rules { get; set; } = [];
}
