namespace Netra.Streaming.Tests;

/// <summary>A gateway that dies, and is known to be dead, while a batch is under way.</summary>
internal sealed class DyingTransport : IPushTransport
{
    private readonly TaskCompletionSource<Task> _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What ends the batcher.</summary>
    public Func<Task>? End { get; set; }

    /// <summary>Completes when the batcher is being ended, with its end.</summary>
    public Task<Task> Ending => _ending.Task;

    public Task SendAsync(SiloAddress gateway, PushBatch batch)
    {
        _ending.SetResult(End!());
        throw new SiloUnavailableException("The gateway died.");
    }
}
