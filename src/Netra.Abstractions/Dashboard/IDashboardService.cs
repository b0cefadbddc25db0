using Orleans.Services;

namespace Netra.Abstractions;

/// <summary>Tells what one process of the cluster knows of itself, to whichever process shows the dashboard.</summary>
/// <remarks>The short timeout keeps a process that hangs from holding up what the others say.</remarks>
[Alias("netra.IDashboardService")]
public interface IDashboardService : IGrainService
{
    /// <summary>What the process is and does now, and its samples that are younger than a time (Unix milliseconds).</summary>
    [Alias("report"), ResponseTimeout("00:00:02")]
    Task<ProcessReport> ReportAsync(long sinceMs);

    /// <summary>The connections of the process that are farthest behind, at most so many.</summary>
    [Alias("connections"), ResponseTimeout("00:00:02")]
    Task<ConnectionReport[]> FindConnectionsAsync(ConnectionKind kind, int limit);
}
