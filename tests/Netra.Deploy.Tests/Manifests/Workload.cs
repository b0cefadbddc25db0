using k8s.Models;

namespace Netra.Deploy.Tests;

/// <summary>What runs pods.</summary>
/// <param name="Kind">Deployment, StatefulSet or CronJob.</param>
/// <param name="Name">Its name.</param>
/// <param name="Template">What its pods are made of.</param>
/// <param name="Selector">The labels by which it finds its pods; null for a CronJob, whose Jobs make their own.</param>
internal sealed record Workload(string Kind, string Name, V1PodTemplateSpec Template, V1LabelSelector? Selector)
{
    public V1PodSpec Pod => Template.Spec;

    public IDictionary<string, string> Labels => Template.Metadata.Labels;

    /// <summary>What it is in the cluster of Netra: gateway, silo, migrate or new-epoch; null when it is not Netra.</summary>
    public string? Component => IsNetra ? Labels["app.kubernetes.io/component"] : null;

    public bool IsNetra => Labels.TryGetValue("app.kubernetes.io/name", out var name) && name == "netra";

    /// <summary>Whether it is one of the processes of the cluster.</summary>
    public bool IsMember => Component is "gateway" or "silo";

    public IEnumerable<V1Container> Containers => Pod.Containers.Concat(Pod.InitContainers ?? []);

    public static Workload Of(V1Deployment one) => new(one.Kind, one.Metadata.Name, one.Spec.Template, one.Spec.Selector);

    public static Workload Of(V1StatefulSet one) => new(one.Kind, one.Metadata.Name, one.Spec.Template, one.Spec.Selector);

    public static Workload Of(V1CronJob one) => new(one.Kind, one.Metadata.Name, one.Spec.JobTemplate.Spec.Template, null);

    public override string ToString() => $"{Kind} {Name}";
}
