using Netra.Host;
using Netra.Testing;

namespace Netra.Deploy.Tests;

/// <summary>Puts a host together from an environment, as the process in a container would, up to where it would listen.</summary>
internal static class HostAcceptance
{
    /// <summary>What the host says against the settings; null when it takes them.</summary>
    public static async Task<string?> RefusalAsync(IReadOnlyDictionary<string, string?> environment)
    {
        var settings = environment.Where(variable => variable.Key.StartsWith("Netra__", StringComparison.Ordinal)).ToDictionary();
        // What only a pod has, and a port that others of these tests may have.
        settings["Netra__Cluster__Kubernetes"] = "false";
        settings["Netra__Cluster__SiloPort"] = $"{FreePorts.Next()}";
        string[] args = [$"--environment={environment["ASPNETCORE_ENVIRONMENT"]}", .. settings.Select(one => $"--{one.Key.Replace("__", ":", StringComparison.Ordinal)}={one.Value}")];
        try
        {
            await using var app = NetraHost.Build(args);
            return null;
        }
        catch (ConfigurationException exception)
        {
            return exception.Message;
        }
    }
}
