using Netra.Host;

namespace Netra.Deploy.Tests;

/// <summary>Every setting of a container of Netra exists and can be read, and secrets come from Secrets.</summary>
internal static class Settings
{
    private static readonly string[] Secret = ["ConnectionString", "__Secret", "__Secrets__", "Password"];

    /// <param name="set">The objects.</param>
    /// <param name="external">Secrets that are made by hand, with their entries.</param>
    public static IEnumerable<string> Check(ManifestSet set, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> external)
    {
        foreach (var workload in set.Workloads.Where(workload => workload.IsNetra))
        {
            var container = workload.Pod.Containers[0];
            var environment = PodEnvironment.Of(container, set, external);
            foreach (var fault in NetraSettings.FindFaults(environment)) yield return $"{workload}: {fault}";
            foreach (var missing in KubernetesPod.Needed.Where(name => workload.IsMember && name != KubernetesPod.ApiHost && !environment.ContainsKey(name)))
                yield return $"{workload}: the host needs the variable {missing}";
            var open = (container.Env ?? []).Where(variable => variable.Value is not null).Select(variable => variable.Name)
                .Concat((container.EnvFrom ?? []).Where(source => source.ConfigMapRef is not null)
                    .SelectMany(source => set.Entries("ConfigMap", source.ConfigMapRef.Name)?.Keys ?? []));
            foreach (var name in open.Where(name => Array.Exists(Secret, part => name.Contains(part, StringComparison.Ordinal))))
                yield return $"{workload}: {name} must come from a Secret";
        }
    }
}
