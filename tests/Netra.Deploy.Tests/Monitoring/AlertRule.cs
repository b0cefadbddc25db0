using System.Text.Json.Serialization;

namespace Netra.Deploy.Tests;

/// <summary>One alert of Prometheus.</summary>
internal sealed class AlertRule
{
    [JsonPropertyName("alert")]
    public string Alert { get; set; } = "";

    [JsonPropertyName("expr")]
    public string Expr { get; set; } = "";

    [JsonPropertyName("for")]
    public string For { get; set; } = "";

    [JsonPropertyName("labels")]
    public IDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();

    [JsonPropertyName("annotations")]
    public IDictionary<string, string> Annotations { get; set; } = new Dictionary<string, string>();
}
