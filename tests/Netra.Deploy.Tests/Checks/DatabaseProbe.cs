using k8s.Models;

namespace Netra.Deploy.Tests;

/// <summary>
/// Whoever asks a PostgreSQL whether it is ready asks by TCP: the server that the image runs for its first set-up answers on the socket of its file system alone, and
/// goes again.
/// </summary>
internal static class DatabaseProbe
{
    private const string Program = "pg_isready";

    public static IEnumerable<string> Check(ManifestSet set) =>
        from workload in set.Workloads
        from container in workload.Containers
        from probe in new[] { container.StartupProbe, container.ReadinessProbe, container.LivenessProbe }.OfType<V1Probe>()
        where probe.Exec is not null
        from finding in Check(probe.Exec.Command)
        select $"{workload}: {finding}";

    /// <summary>What is wrong with a command that asks.</summary>
    public static IEnumerable<string> Check(IEnumerable<string> command)
    {
        var words = command.ToList();
        if (words.Contains(Program) && !words.Exists(word => word.StartsWith("--host=", StringComparison.Ordinal))) yield return $"{Program} must ask by TCP, with --host";
    }
}
