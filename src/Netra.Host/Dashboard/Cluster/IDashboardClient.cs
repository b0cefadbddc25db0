using Netra.Abstractions;

namespace Netra.Host;

/// <summary>Asks the processes of the cluster. The seam between the dashboard and the cluster.</summary>
internal interface IDashboardClient
{
    /// <summary>The active members.</summary>
    IEnumerable<SiloAddress> Members { get; }

    Task<ProcessReport> ReportAsync(SiloAddress process, long sinceMs);

    Task<ConnectionReport[]> FindConnectionsAsync(SiloAddress process, ConnectionKind kind, int limit);
}
