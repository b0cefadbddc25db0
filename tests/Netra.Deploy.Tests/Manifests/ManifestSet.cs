using System.Text;
using k8s;
using k8s.Models;

namespace Netra.Deploy.Tests;

/// <summary>The objects of one installation.</summary>
internal sealed class ManifestSet(IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects)
{
    private static readonly Dictionary<string, Type> CustomTypes = new()
    {
        ["monitoring.coreos.com/v1/ServiceMonitor"] = typeof(ServiceMonitor),
        ["monitoring.coreos.com/v1/PrometheusRule"] = typeof(PrometheusRule),
    };

    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects { get; } = objects;

    /// <summary>The workloads: everything that has a pod template.</summary>
    public IEnumerable<Workload> Workloads => All<V1Deployment>().Select(Workload.Of)
        .Concat(All<V1StatefulSet>().Select(Workload.Of))
        .Concat(All<V1CronJob>().Select(Workload.Of));

    /// <summary>Reads documents as strictly as can be: a field that the API does not have, and a key that comes twice, fail.</summary>
    public static ManifestSet Parse(string yaml) => new(
        [.. KubernetesYaml.LoadAllFromString(yaml, CustomTypes, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()]);

    public IEnumerable<T> All<T>() => Objects.OfType<T>();

    public T One<T>(string name) where T : IKubernetesObject<V1ObjectMeta> => All<T>().Single(one => one.Metadata.Name == name);

    /// <summary>The one whose name begins so, for those that kustomize gives a hash.</summary>
    public T Generated<T>(string name) where T : IKubernetesObject<V1ObjectMeta> =>
        All<T>().Single(one => one.Metadata.Name.StartsWith(name + "-", StringComparison.Ordinal));

    public Workload WorkloadNamed(string name) => Workloads.Single(workload => workload.Name == name);

    public ManifestSet Without(IKubernetesObject<V1ObjectMeta> one) => new([.. Objects.Where(other => other != one)]);

    public ManifestSet With(IKubernetesObject<V1ObjectMeta> one) => new([.. Objects, one]);

    /// <summary>The entries of a ConfigMap or a Secret of this set; null when it has none of that name.</summary>
    public IReadOnlyDictionary<string, string>? Entries(string kind, string name)
    {
        if (kind == V1ConfigMap.KubeKind) return All<V1ConfigMap>().SingleOrDefault(map => map.Metadata.Name == name)?.Data.AsReadOnly();
        var secret = All<V1Secret>().SingleOrDefault(one => one.Metadata.Name == name);
        return secret?.Data.ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetString(entry.Value));
    }
}
