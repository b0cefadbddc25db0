using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>Runs <see cref="WorkScan"/> while the silo is active.</summary>
internal sealed class WorkScanner(
    IUserLog log, IGrainFactory grains, IOptions<WorkOptions> options, TimeProvider time, ILogger<WorkScanner> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private Task _running = Task.CompletedTask;

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(WorkScanner),
        ServiceLifecycleStage.Active,
        _ =>
        {
            var scan = new WorkScan(log, user => grains.GetGrain<IUserGrain>(UserGrainIds.Of(user)).ResumeWorkAsync(), options.Value, time, logger);
            _running = Task.Run(() => scan.RunAsync(_stopped.Token), CancellationToken.None);
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _stopped.CancelAsync();
            try
            {
                await _running;
            }
            catch (OperationCanceledException)
            {
                // It ends in no other way.
            }
        });

    public void Dispose() => _stopped.Dispose();
}
