using Microsoft.Extensions.Options;

namespace Netra.Grains;

/// <summary>Bounds how many handlers run in the background at once on this silo. Thread-safe.</summary>
internal sealed class JobSlots(IOptions<WorkOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.MaxJobsPerSilo);

    public Task EnterAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    /// <summary>Frees a place once a handler has ended: one that was given up uses the silo's threads and memory still.</summary>
    public void LeaveAfter(Task? running)
    {
        if (running is null or { IsCompleted: true }) Leave();
        else _ = running.ContinueWith(_ => Leave(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    public void Dispose() => _free.Dispose();

    private void Leave()
    {
        try
        {
            _free.Release();
        }
        catch (ObjectDisposedException)
        {
            // The handler has outlived its silo: nobody waits for the place.
        }
    }
}
