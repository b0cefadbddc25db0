namespace Netra.Host;

/// <summary>What this process is called, by metrics and by the dashboard.</summary>
/// <param name="Name">The pod, else machine and port of the silo.</param>
/// <param name="Role"><c>all</c>, <c>gateway</c> or <c>silo</c>.</param>
/// <param name="Version">The version of the program.</param>
/// <param name="Cluster">The cluster's id.</param>
internal sealed record ProcessName(string Name, string Role, string Version, string Cluster);
