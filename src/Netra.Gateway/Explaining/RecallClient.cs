using Netra.Abstractions;
using Orleans.Runtime.Services;

namespace Netra.Gateway;

/// <summary>Calls the recall service of a given process.</summary>
internal sealed class RecallClient(IServiceProvider services, ISiloStatusOracle membership)
    : GrainServiceClient<IRecallService>(services), IRecallClient
{
    public IReadOnlyList<SiloAddress> Processes =>
    [
        .. membership.GetApproximateSiloStatuses()
            .Where(entry => entry.Value is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping)
            .Select(entry => entry.Key),
    ];

    public Task<ProcessMemory> RecallAsync(SiloAddress process, RecallRequest request) => GetGrainService(process).RecallAsync(request);
}
