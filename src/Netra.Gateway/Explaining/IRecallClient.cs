using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>Asks processes of the cluster what they remember. The seam between the server API and the cluster.</summary>
internal interface IRecallClient
{
    /// <summary>The processes of the cluster that live, those too that are about to leave.</summary>
    IReadOnlyList<SiloAddress> Processes { get; }

    /// <summary>Asks one, as <see cref="IRecallService.RecallAsync"/> does.</summary>
    Task<ProcessMemory> RecallAsync(SiloAddress process, RecallRequest request);
}
