namespace Netra.Bench;

/// <summary>A process of a cluster, as it is started, and started again.</summary>
/// <param name="Role">All, Gateway or Silo.</param>
/// <param name="ManagementUrl">Where its health is.</param>
/// <param name="Command">The program and its arguments.</param>
internal sealed record NetraMember(string Role, string ManagementUrl, IReadOnlyList<string> Command)
{
    public ServerProcess? Process { get; set; }
}
