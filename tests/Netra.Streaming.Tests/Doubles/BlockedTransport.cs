using System.Threading.Channels;

namespace Netra.Streaming.Tests;

/// <summary>A gateway that takes a batch and answers when the test says so.</summary>
internal sealed class BlockedTransport : IPushTransport
{
    private readonly Channel<(PushBatch Batch, TaskCompletionSource Answer)> _batches =
        Channel.CreateUnbounded<(PushBatch Batch, TaskCompletionSource Answer)>();

    private TaskCompletionSource? _underWay;
    private int _count;

    /// <summary>How many batches are under way at this moment.</summary>
    public int CountUnderWay => Volatile.Read(ref _count);

    public async Task SendAsync(SiloAddress gateway, PushBatch batch)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Increment(ref _count);
        _batches.Writer.TryWrite((batch, answer));
        try
        {
            await answer.Task;
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>The next batch, when it comes. It stays under way.</summary>
    public async Task<PushBatch> NextAsync()
    {
        var (batch, answer) = await _batches.Reader.ReadAsync().AsTask().InTime();
        _underWay = answer;
        return batch;
    }

    /// <summary>The gateway has taken the batch that <see cref="NextAsync"/> gave.</summary>
    public void Answer() => _underWay!.SetResult();

    /// <summary>The batch that <see cref="NextAsync"/> gave is lost.</summary>
    public void Fail() => _underWay!.SetException(new TimeoutException("The gateway did not answer."));

    /// <summary>Whether a batch came that the test has not asked for.</summary>
    public bool HasMore => _batches.Reader.TryPeek(out _);
}
