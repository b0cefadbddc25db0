using Orleans.Services;

namespace Netra.Abstractions;

/// <summary>Tells what a process of the cluster remembers: the commits that it has made, the connections that it has held.</summary>
[Alias("netra.IRecallService")]
public interface IRecallService : IGrainService
{
    /// <summary>Tells what is remembered of one message.</summary>
    /// <remarks>The short timeout keeps a process that hangs from holding up the answer of all others.</remarks>
    [Alias("recall"), ResponseTimeout("00:00:02")]
    Task<ProcessMemory> RecallAsync(RecallRequest request);
}
