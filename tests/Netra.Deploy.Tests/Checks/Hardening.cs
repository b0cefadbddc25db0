using k8s.Models;

namespace Netra.Deploy.Tests;

/// <summary>No pod may do more than it needs.</summary>
internal static class Hardening
{
    /// <summary>What a pod may read of the Kubernetes API: the pods beside it.</summary>
    private static readonly string[] Verbs = ["get", "list", "watch"];

    public static IEnumerable<string> Check(ManifestSet set)
    {
        foreach (var workload in set.Workloads)
        {
            foreach (var finding in OfPod(workload).Concat(workload.Containers.SelectMany(OfContainer))) yield return $"{workload}: {finding}";
        }

        foreach (var space in set.All<V1Namespace>().Where(space => space.Metadata.Labels.All(label => label is not { Key: "pod-security.kubernetes.io/enforce", Value: "restricted" })))
            yield return $"Namespace {space.Metadata.Name}: must enforce the pod security level restricted";
        foreach (var rule in set.All<V1Role>().SelectMany(role => role.Rules))
        {
            if (rule.Resources is not ["pods"] || rule.ApiGroups is not [""] || rule.Verbs.Except(Verbs).Any()) yield return "a Role gives more than to read pods";
        }

        foreach (var one in set.Objects.Where(one => one is V1ClusterRole or V1ClusterRoleBinding)) yield return $"{one.Kind} {one.Metadata.Name}: nothing is needed of the whole cluster";
    }

    private static IEnumerable<string> OfPod(Workload workload)
    {
        var pod = workload.Pod;
        if (pod.SecurityContext?.RunAsNonRoot != true) yield return "must run as another user than root";
        if (pod.SecurityContext?.RunAsUser is null or 0) yield return "must name a user other than 0";
        if (pod.SecurityContext?.SeccompProfile?.Type != "RuntimeDefault") yield return "must have the seccomp profile RuntimeDefault";
        if (pod.HostNetwork == true || pod.HostPID == true || pod.HostIPC == true) yield return "must share nothing of the host";
        if ((pod.Volumes ?? []).Any(volume => volume.HostPath is not null)) yield return "must mount nothing of the host";
        if (pod.AutomountServiceAccountToken != workload.IsMember) yield return workload.IsMember ? "needs the token of its ServiceAccount" : "must not have the token of a ServiceAccount";
    }

    private static IEnumerable<string> OfContainer(V1Container container)
    {
        var security = container.SecurityContext;
        if (security?.AllowPrivilegeEscalation != false) yield return $"container {container.Name} must not escalate privileges";
        if (security?.ReadOnlyRootFilesystem != true) yield return $"container {container.Name} must have a read-only root file system";
        if (security?.Capabilities?.Drop is not ["ALL"] || security.Capabilities.Add?.Count > 0) yield return $"container {container.Name} must drop all capabilities";
        if (security?.Privileged == true || security?.RunAsUser == 0 || security?.RunAsNonRoot == false) yield return $"container {container.Name} must not undo what the pod says";
        var tag = container.Image[(container.Image.LastIndexOf('/') + 1)..].Split(':');
        if (tag.Length < 2 || tag[1] == "latest") yield return $"container {container.Name}: the image {container.Image} must have a tag, and not latest";
    }
}
