using Netra.Abstractions;
using Orleans.Runtime.Services;

namespace Netra.Host;

internal sealed class DashboardClient(IServiceProvider services, ISiloStatusOracle membership) : GrainServiceClient<IDashboardService>(services), IDashboardClient
{
    public IEnumerable<SiloAddress> Members => membership.GetApproximateSiloStatuses(onlyActive: true).Keys;

    public Task<ProcessReport> ReportAsync(SiloAddress process, long sinceMs) => GetGrainService(process).ReportAsync(sinceMs);

    public Task<ConnectionReport[]> FindConnectionsAsync(SiloAddress process, ConnectionKind kind, int limit) => GetGrainService(process).FindConnectionsAsync(kind, limit);
}
