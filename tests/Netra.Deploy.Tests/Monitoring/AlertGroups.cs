using System.Text.Json;
using System.Text.Json.Serialization;
using YamlDotNet.Serialization;

namespace Netra.Deploy.Tests;

/// <summary>A file of alerts, read strictly: a member that Prometheus does not have fails.</summary>
internal sealed class AlertGroups
{
    private static readonly JsonSerializerOptions Strict = new() { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    [JsonPropertyName("groups")]
    public IList<AlertGroup> Groups { get; set; } = [];

    [JsonIgnore]
    [YamlIgnore]
    public IEnumerable<AlertRule> Rules => Groups.SelectMany(group => group.Rules);

    /// <summary>The file of Prometheus.</summary>
    public static AlertGroups Read() => JsonSerializer.Deserialize<AlertGroups>(JsonOf(RepositoryFolder.Read("monitoring/alerts.yaml")), Strict)!;

    /// <summary>As text that is the same for the same alerts.</summary>
    public string ToText() => JsonSerializer.Serialize(this);

    private static string JsonOf(string yaml)
    {
        var content = new DeserializerBuilder().Build().Deserialize<object>(yaml);
        return new SerializerBuilder().JsonCompatible().Build().Serialize(content);
    }
}
