namespace Netra.EndToEnd.Tests;

/// <summary>A host whose dashboard has a point for each second.</summary>
public sealed class DashboardHost() : RunningHost(Settings())
{
    public static HostSettings Settings() => new HostSettings().With("Netra:Dashboard:Interval", "00:00:01");
}
