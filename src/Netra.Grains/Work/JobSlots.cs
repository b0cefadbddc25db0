using Microsoft.Extensions.Options;

namespace Netra.Grains;

/// <summary>Bounds how many handlers run in the background at once on this silo. Thread-safe.</summary>
internal sealed class JobSlots(IOptions<WorkOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.MaxJobsPerSilo);

    public Task EnterAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    public void Leave() => _free.Release();

    public void Dispose() => _free.Dispose();
}
