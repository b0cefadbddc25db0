namespace Netra.Grains;

internal sealed partial class UserGrain
{
    private readonly StateLine _state = new();

    private ValueTask<DeduplicationWindow> DeduplicationAsync(CommitPipeline log) => throw new NotSupportedException(log.ToString());
}
