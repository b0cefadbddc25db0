using System.Text.Json.Serialization;
using k8s.Models;

namespace Netra.Deploy.Tests;

internal sealed class ServiceMonitorSpec
{
    [JsonPropertyName("selector")]
    public V1LabelSelector Selector { get; set; } = new();

    [JsonPropertyName("targetLabels")]
    public IList<string> TargetLabels { get; set; } = [];

    [JsonPropertyName("podTargetLabels")]
    public IList<string> PodTargetLabels { get; set; } = [];

    [JsonPropertyName("endpoints")]
    public IList<ServiceMonitorEndpoint> Endpoints { get; set; } = [];
}
