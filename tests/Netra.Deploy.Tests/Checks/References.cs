using k8s.Models;

namespace Netra.Deploy.Tests;

/// <summary>What one object names of another is there: ConfigMaps, Secrets, ServiceAccounts, Roles, Services, ports, volumes, scaled workloads.</summary>
internal static class References
{
    /// <param name="set">The objects.</param>
    /// <param name="external">Secrets that are made by hand, with their entries.</param>
    public static IEnumerable<string> Check(ManifestSet set, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> external)
    {
        var pods = set.Workloads.SelectMany(workload => OfPod(workload, set, external).Select(finding => $"{workload}: {finding}"));
        return pods.Concat(OfScalers(set)).Concat(OfIngresses(set, external)).Concat(OfServices(set)).Concat(OfMonitors(set)).Concat(OfBindings(set));
    }

    private static IEnumerable<string> OfPod(Workload workload, ManifestSet set, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> external)
    {
        var account = workload.Pod.ServiceAccountName;
        if (account is not null && !set.All<V1ServiceAccount>().Any(one => one.Metadata.Name == account)) yield return $"there is no ServiceAccount {account}";
        foreach (var container in workload.Containers)
        {
            foreach (var source in container.EnvFrom ?? [])
            {
                if (source.ConfigMapRef is { } map && set.Entries(V1ConfigMap.KubeKind, map.Name) is null) yield return $"there is no ConfigMap {map.Name}";
                if (source.SecretRef is { } secret && KeysOf(secret.Name, set, external) is null) yield return $"there is no Secret {secret.Name}";
            }

            foreach (var variable in container.Env ?? [])
            {
                if (variable.ValueFrom?.SecretKeyRef is { } secret && KeysOf(secret.Name, set, external)?.Contains(secret.Key) != true)
                    yield return $"there is no {secret.Key} in a Secret {secret.Name}";
                if (variable.ValueFrom?.ConfigMapKeyRef is { } map && set.Entries(V1ConfigMap.KubeKind, map.Name)?.ContainsKey(map.Key) != true)
                    yield return $"there is no {map.Key} in a ConfigMap {map.Name}";
            }

            var ports = (container.Ports ?? []).Select(port => port.Name).ToHashSet();
            foreach (var port in Probes(container).Select(probe => probe.HttpGet?.Port ?? probe.TcpSocket?.Port).OfType<IntOrString>())
            {
                if (!ports.Contains(port.Value)) yield return $"a probe asks the port {port.Value}, which container {container.Name} does not have";
            }

            var volumes = (workload.Pod.Volumes ?? []).Select(volume => volume.Name).Concat(Claims(set, workload)).ToHashSet();
            foreach (var mount in container.VolumeMounts ?? [])
            {
                if (!volumes.Contains(mount.Name)) yield return $"there is no volume {mount.Name}";
            }
        }
    }

    private static IEnumerable<string> OfScalers(ManifestSet set) =>
        from scaler in set.All<V2HorizontalPodAutoscaler>()
        let target = scaler.Spec.ScaleTargetRef
        where !set.Workloads.Any(workload => workload.Kind == target.Kind && workload.Name == target.Name)
        select $"HorizontalPodAutoscaler {scaler.Metadata.Name}: there is no {target.Kind} {target.Name}";

    private static IEnumerable<string> OfIngresses(ManifestSet set, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> external)
    {
        foreach (var ingress in set.All<V1Ingress>())
        {
            foreach (var tls in ingress.Spec.Tls ?? [])
            {
                if (KeysOf(tls.SecretName, set, external) is null) yield return $"Ingress {ingress.Metadata.Name}: there is no Secret {tls.SecretName}";
            }

            foreach (var backend in ingress.Spec.Rules.SelectMany(rule => rule.Http.Paths).Select(path => path.Backend.Service))
            {
                var service = set.All<V1Service>().SingleOrDefault(one => one.Metadata.Name == backend.Name);
                if (service?.Spec.Ports.Any(port => port.Name == backend.Port.Name) != true)
                    yield return $"Ingress {ingress.Metadata.Name}: there is no port {backend.Port.Name} of a Service {backend.Name}";
            }
        }
    }

    private static IEnumerable<string> OfServices(ManifestSet set)
    {
        foreach (var service in set.All<V1Service>())
        {
            var pods = set.Workloads.Where(workload => Selectors.Matches(service.Spec.Selector, workload.Labels)).ToList();
            if (pods.Count == 0) yield return $"Service {service.Metadata.Name}: selects no pods";
            foreach (var port in service.Spec.Ports)
            {
                foreach (var pod in pods.Where(pod => !pod.Containers.SelectMany(container => container.Ports ?? []).Any(one => one.Name == port.TargetPort.Value)))
                    yield return $"Service {service.Metadata.Name}: {pod} has no port {port.TargetPort.Value}";
            }
        }

        foreach (var stateful in set.All<V1StatefulSet>().Where(one => !set.All<V1Service>().Any(service => service.Metadata.Name == one.Spec.ServiceName)))
            yield return $"StatefulSet {stateful.Metadata.Name}: there is no Service {stateful.Spec.ServiceName}";
    }

    private static IEnumerable<string> OfMonitors(ManifestSet set)
    {
        foreach (var monitor in set.All<ServiceMonitor>())
        {
            var services = set.All<V1Service>().Where(service => Selectors.Matches(monitor.Spec.Selector, service.Metadata.Labels)).ToList();
            if (services.Count == 0) yield return $"ServiceMonitor {monitor.Metadata.Name}: selects no Service";
            foreach (var port in monitor.Spec.Endpoints.Select(endpoint => endpoint.Port).Where(port => !services.TrueForAll(one => one.Spec.Ports.Any(own => own.Name == port))))
                yield return $"ServiceMonitor {monitor.Metadata.Name}: no port of a Service is named {port}";
        }
    }

    private static IEnumerable<string> OfBindings(ManifestSet set)
    {
        foreach (var binding in set.All<V1RoleBinding>())
        {
            if (!set.All<V1Role>().Any(role => role.Metadata.Name == binding.RoleRef.Name)) yield return $"RoleBinding {binding.Metadata.Name}: there is no Role {binding.RoleRef.Name}";
            var accounts = set.All<V1ServiceAccount>().Select(one => (one.Metadata.NamespaceProperty, one.Metadata.Name)).ToHashSet();
            foreach (var subject in binding.Subjects.Where(subject => !accounts.Contains((subject.NamespaceProperty, subject.Name))))
                yield return $"RoleBinding {binding.Metadata.Name}: there is no {subject.Kind} {subject.NamespaceProperty}/{subject.Name}";
        }
    }

    private static IEnumerable<V1Probe> Probes(V1Container container) =>
        new[] { container.StartupProbe, container.ReadinessProbe, container.LivenessProbe }.OfType<V1Probe>();

    private static IEnumerable<string> Claims(ManifestSet set, Workload workload) => set.All<V1StatefulSet>()
        .Where(one => one.Metadata.Name == workload.Name)
        .SelectMany(one => one.Spec.VolumeClaimTemplates ?? [])
        .Select(claim => claim.Metadata.Name);

    private static List<string>? KeysOf(string secret, ManifestSet set, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> external) =>
        (set.Entries(V1Secret.KubeKind, secret) ?? external.GetValueOrDefault(secret))?.Keys.ToList();
}
