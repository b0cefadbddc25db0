using k8s.Models;

namespace Netra.Deploy.Tests;

/// <summary>What a container finds in its environment.</summary>
internal static class PodEnvironment
{
    /// <summary>The variables by name. Those that only the cluster knows, such as the address of a pod, are null.</summary>
    /// <param name="container">The container.</param>
    /// <param name="set">What is installed with it.</param>
    /// <param name="external">Secrets that are made by hand, with their entries; null: not asked for.</param>
    public static IReadOnlyDictionary<string, string?> Of(
        V1Container container, ManifestSet set, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? external = null)
    {
        var variables = new Dictionary<string, string?>();
        foreach (var source in container.EnvFrom ?? [])
        {
            var entries = source.ConfigMapRef is { } map
                ? set.Entries(V1ConfigMap.KubeKind, map.Name)
                : set.Entries(V1Secret.KubeKind, source.SecretRef.Name) ?? external?.GetValueOrDefault(source.SecretRef.Name);
            foreach (var (name, value) in entries ?? new Dictionary<string, string>()) variables[source.Prefix + name] = value;
        }

        // What a container says itself wins.
        foreach (var variable in container.Env ?? []) variables[variable.Name] = Value(variable, set);
        return variables;
    }

    private static string? Value(V1EnvVar variable, ManifestSet set)
    {
        if (variable.ValueFrom is null) return variable.Value;
        if (variable.ValueFrom.ConfigMapKeyRef is { } map) return set.Entries(V1ConfigMap.KubeKind, map.Name)?.GetValueOrDefault(map.Key);
        if (variable.ValueFrom.SecretKeyRef is { } secret) return set.Entries(V1Secret.KubeKind, secret.Name)?.GetValueOrDefault(secret.Key);
        return null;
    }
}
