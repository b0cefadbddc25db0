using Netra.Abstractions;
using Netra.Gateway;

namespace Netra.Host;

/// <summary>Tells the dashboards of the cluster what this process knows of itself.</summary>
internal sealed class DashboardService(GrainId grainId, Silo silo, ILoggerFactory loggerFactory, ProcessHistory history, IServiceProvider services)
    : GrainService(grainId, silo, loggerFactory), IDashboardService
{
    private const int MaxConnections = 1_000;

    /// <summary>Null in a process without sockets.</summary>
    private readonly IConnectionReports? _connections = services.GetService<IConnectionReports>();

    public Task<ProcessReport> ReportAsync(long sinceMs) => Task.FromResult(history.Report(sinceMs));

    public Task<ConnectionReport[]> FindConnectionsAsync(ConnectionKind kind, int limit) =>
        Task.FromResult<ConnectionReport[]>([.. _connections?.Find(kind, Math.Clamp(limit, 1, MaxConnections)) ?? []]);
}
