using Netra.Abstractions;

namespace Netra.Grains;

internal sealed partial class UserGrain
{
    /// <summary>About what a frame has beside its payload, for estimates.</summary>
    private const int FrameOverheadBytes = 256;

    /// <summary>Calls of <see cref="PublishBatch"/> under way, of which Orleans knows nothing, and one for as long as the grain stays.</summary>
    private int _entered = 1;

    private TaskCompletionSource? _allLeft;

    public Task<PublishResult> PublishAsync(PublishRequest request) => request.Trace is null ? TakeAsync(request) : TakeTracedAsync(request);

    private Task<PublishResult> TakeTracedAsync(PublishRequest request) =>
        OperationSpans.RunAsync(() => OperationSpans.BeginPublish(_user, request), () => TakeAsync(request), OperationSpans.Note);

    private async Task<PublishResult> TakeAsync(PublishRequest request)
    {
        var started = time.GetTimestamp();
        // As RunAsync does, in one method less: nothing else is called as often.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var log = await ReadyAsync();
                await log.PrepareAsync(request.Messages.Length, SizeOf(request));
                var window = Array.Exists(request.Messages, message => message.Id is not null) ? await DeduplicationAsync(log) : null;

                // From the look at the ids to the stage, one turn.
                var publication = new Publication(request, window, NowMs());
                if (publication.HasChange) await log.Stage(publication.Change).Durable;
                if (publication.HasEarlier) await publication.WaitForEarlierAsync(log);
                if (publication.Ephemeral.Count > 0) PushBeside(log.Durable.HeadSeq, [.. publication.Ephemeral], target: null);
                _instruments.PublishDuration.Record(time.GetElapsedTime(started).TotalSeconds);
                return new PublishResult(publication.Answers()) { Home = silo.SiloAddress };
            }
            catch (QueueFullException)
            {
                return new PublishResult([], QueueFullException.Error) { Home = silo.SiloAddress };
            }
            catch (Exception exception) when (IsOfLog(exception))
            {
                await RecoverAsync(exception, attempt);
            }
        }
    }

    /// <summary>Begins a call that does not come by Orleans; false when the grain is going, and it has to. In a turn of the grain.</summary>
    public bool TryEnter()
    {
        if (_allLeft is not null) return false;
        Interlocked.Increment(ref _entered);
        return true;
    }

    /// <summary>Ends what <see cref="TryEnter"/> began. On any thread.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _entered) == 0) _allLeft!.SetResult();
    }

    /// <summary>Lets nobody enter any more; the task completes when the last one has left.</summary>
    private Task CloseEntranceAsync()
    {
        _allLeft = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Leave();
        return _allLeft.Task;
    }

    /// <summary>The ids that were accepted lately. Look and stage in one turn: another message with the same id may come while its holder waits.</summary>
    private static ValueTask<DeduplicationWindow> DeduplicationAsync(CommitPipeline log) => new(log.DeduplicationAsync());

    /// <summary>About how large its frames are, in bytes.</summary>
    private static long SizeOf(PublishRequest request)
    {
        var bytes = 0L;
        foreach (var message in request.Messages) bytes += message.Payload.Length + FrameOverheadBytes;
        return bytes;
    }
}
