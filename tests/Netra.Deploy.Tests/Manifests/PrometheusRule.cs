using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Netra.Deploy.Tests;

/// <summary>Alerts, as the Prometheus operator takes them.</summary>
internal sealed class PrometheusRule : IKubernetesObject<V1ObjectMeta>
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = "";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "";

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("spec")]
    public AlertGroups Spec { get; set; } = new();
}
