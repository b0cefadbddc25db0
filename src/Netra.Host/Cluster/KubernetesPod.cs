namespace Netra.Host;

/// <summary>What a pod must tell the process in it, by environment variables.</summary>
internal static class KubernetesPod
{
    /// <summary>Set by Kubernetes itself in every pod.</summary>
    internal const string ApiHost = "KUBERNETES_SERVICE_HOST";

    /// <summary>The variables; all but the first come from the manifests.</summary>
    internal static readonly string[] Needed = [ApiHost, "POD_NAME", "POD_NAMESPACE", "POD_IP"];

    /// <summary>The names of the variables that are not set.</summary>
    public static IReadOnlyList<string> FindMissing() => [.. Needed.Where(name => string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name)))];
}
