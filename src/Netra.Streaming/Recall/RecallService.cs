using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Netra.Abstractions;

namespace Netra.Streaming;

/// <summary>
/// Tells what this process remembers, whichever role it has. It is here because every process of the cluster has the outbound stream, at one of its ends or both.
/// </summary>
internal sealed class RecallService(GrainId grainId, Silo silo, ILoggerFactory loggerFactory, IServiceProvider services)
    : GrainService(grainId, silo, loggerFactory), IRecallService
{
    public Task<ProcessMemory> RecallAsync(RecallRequest request)
    {
        var commits = services.GetService<ICommitMemory>()?.Recall(request);
        var connections = services.GetService<IConnectionMemory>()?.Recall(request);
        return Task.FromResult(new ProcessMemory
        {
            Commit = commits?.Commit,
            CommitsSinceMs = commits?.SinceMs,
            Connections = connections?.Connections ?? [],
            ConnectionsSinceMs = connections?.SinceMs,
        });
    }
}
