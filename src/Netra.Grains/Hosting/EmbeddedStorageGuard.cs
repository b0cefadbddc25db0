using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Metadata;

namespace Netra.Grains;

/// <summary>
/// Watches that no other process of the cluster hosts user grains: over an embedded store, which only its own process reaches, users would be split over two
/// stores. Of two such processes the younger stops, so that a second one started by mistake does not end the one that serves.
/// </summary>
/// <remarks>
/// A silo that was killed is not mistaken for a second host: its manifest is asked of itself. Failure policy: a watch that fails is a defect and stops the
/// application too, because nothing would see a second host any more.
/// </remarks>
internal sealed class EmbeddedStorageGuard(
    IClusterManifestProvider manifests,
    GrainTypeResolver types,
    ILocalSiloDetails silo,
    IHostApplicationLifetime lifetime,
    ILogger<EmbeddedStorageGuard> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly HashSet<SiloAddress> _reported = [];
    private Task _watching = Task.CompletedTask;

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(EmbeddedStorageGuard),
        // With the manifest provider and before this silo is active, so that a second host is seen before it gets grains, where that is possible.
        ServiceLifecycleStage.RuntimeGrainServices,
        _ =>
        {
            _watching = Task.Run(WatchAsync, CancellationToken.None);
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _stopped.CancelAsync();
            await _watching;
        });

    public void Dispose() => _stopped.Dispose();

    private async Task WatchAsync()
    {
        try
        {
            var userGrain = types.GetGrainType(typeof(UserGrain));
            await foreach (var manifest in manifests.Updates.WithCancellation(_stopped.Token))
            {
                foreach (var (other, grains) in manifest.Silos)
                {
                    if (!other.Equals(silo.SiloAddress) && grains.Grains.ContainsKey(userGrain) && _reported.Add(other)) Report(other);
                }
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // The silo stops.
        }
        catch (Exception exception)
        {
            GrainsLog.GuardFailed(logger, exception);
            lifetime.StopApplication();
        }
    }

    private void Report(SiloAddress other)
    {
        if (!IsYoungerThan(other))
        {
            GrainsLog.SecondHostFound(logger, other);
            return;
        }

        GrainsLog.SecondHostStops(logger, other);
        lifetime.StopApplication();
    }

    /// <summary>A generation is the time of a silo's start; within one tick of it the addresses decide, on both sides alike.</summary>
    private bool IsYoungerThan(SiloAddress other)
    {
        var own = silo.SiloAddress;
        return own.Generation != other.Generation ? own.Generation > other.Generation : own.CompareTo(other) > 0;
    }
}
