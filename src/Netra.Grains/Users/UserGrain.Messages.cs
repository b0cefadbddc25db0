using Netra.Abstractions;

namespace Netra.Grains;

internal sealed partial class UserGrain
{
    /// <summary>About what a frame has beside its payload, for estimates.</summary>
    private const int FrameOverheadBytes = 256;

    public async Task<PublishResult> PublishAsync(PublishRequest request)
    {
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
                if (publication.Ephemeral.Count > 0)
                    _connections.Push(new UserPush { User = _user, HeadSeq = log.Durable.HeadSeq, Ephemeral = [.. publication.Ephemeral] });
                return new PublishResult(publication.Answers());
            }
            catch (QueueFullException)
            {
                return new PublishResult([], QueueFullException.Error);
            }
            catch (Exception exception) when (IsOfLog(exception))
            {
                await RecoverAsync(exception, attempt);
            }
        }
    }

    public Task<bool> RevokeAsync(long seq) => RunAsync(async log =>
    {
        await log.ReadIndexOnceAsync();
        await log.LettersAsync();
        if (!log.HasMessage(seq)) return false;
        var change = new UserChange();
        change.Revoked.Add(seq);
        await log.Stage(change).Durable;
        return true;
    });

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
