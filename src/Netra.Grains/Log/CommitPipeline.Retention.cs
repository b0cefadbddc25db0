using Netra.Protocol;

namespace Netra.Grains;

/// <content>What others ask about what is retained.</content>
internal sealed partial class CommitPipeline
{
    /// <summary>
    /// Reads the index where a full log may refuse new frames, so that <see cref="Stage"/> counts exactly. Without it every frame counts as unread there.
    /// </summary>
    /// <param name="frames">How many frames are to be staged.</param>
    /// <param name="bytes">About how large they are.</param>
    public ValueTask PrepareAsync(long frames, long bytes)
    {
        ThrowIfFailed();
        if (options.Overflow != OverflowPolicy.Reject || _index is not null) return ValueTask.CompletedTask;
        var roomy = 2 * (_sealed.FrameCount + _unsealed.Frames + frames) <= options.MaxMessages
            && 2 * (_sealed.RetainedBytes + _unsealed.Bytes + bytes) <= options.MaxBytes;
        return roomy ? ValueTask.CompletedTask : new ValueTask(ReadIndexOnceAsync());
    }

    /// <summary>
    /// Makes the log say what is now: what has reached its end, is too old or above a limit is taken before this completes. Reads the index when something may have an end.
    /// </summary>
    /// <param name="letters">Whether dead letters that were kept long enough are to be deleted too.</param>
    public async ValueTask SweepAsync(bool letters = false)
    {
        ThrowIfFailed();
        if (_index is null && Durable.MarkedCount > 0) await ReadIndexOnceAsync();
        if (letters && Durable.DeadLetterCount > 0) await LettersAsync();
        ThrowIfFailed();
        var now = NowMs();
        // What is above a limit is there only after a crash: between a commit and the one that trims behind it.
        var isDue = IsTooOld(Durable) || HasToTrim()
            || (_index?.FindExpired(now) is { } frame && frame.Seq <= Durable.HeadSeq)
            || (letters && _letters is { } book && book.HasSurplus(now));
        if (!isDue) return;
        var commit = OpenCommit();
        Pump();
        await commit.Durable;
    }

    /// <summary>How many durable frames are unread. Unless the head is plain, after <see cref="ReadIndexOnceAsync"/>.</summary>
    public long CountUnread()
    {
        var from = Math.Max(Durable.FirstRetainedSeq, ackedSeq() + 1);
        if (Durable.IsPlain || _index is null) return Math.Max(0, Durable.HeadSeq + 1 - from);
        var now = NowMs();
        var unread = _index.Sum(from, Durable.HeadSeq, now, _ => true).Frames;
        return unread + BeingTaken().LongCount(frame => frame.Seq >= from && !frame.IsExpired(now));
    }

    /// <summary>
    /// The next frame after a seq; 0 when there is none. Unless the head is plain, after <see cref="ReadIndexOnceAsync"/>: without it there may be
    /// none where one is said to be.
    /// </summary>
    public long FindFrame(long afterSeq, long toSeq, bool expedited = false)
    {
        var from = Math.Max(afterSeq + 1, Durable.FirstRetainedSeq);
        if (_index is { } index)
        {
            var now = NowMs();
            var found = index.FindFrame(from, toSeq, now, Matches);
            foreach (var frame in BeingTaken())
            {
                if (frame.Seq >= from && frame.Seq <= toSeq && !frame.IsExpired(now) && Matches(frame) && (found == 0 || frame.Seq < found)) found = frame.Seq;
            }

            return found;
        }

        return from <= toSeq && (!expedited || Durable.MarkedCount > 0) ? from : 0;

        bool Matches(RetainedPlace place) => !expedited || place.Priority.IsExpedited();
    }

    /// <summary>Whether a seq is a durable frame, or a dead letter. After <see cref="ReadIndexOnceAsync"/> and <see cref="LettersAsync"/>.</summary>
    public bool HasMessage(long seq) =>
        (seq <= Durable.HeadSeq && _index!.TryGetFrame(seq, out _)) || HasDeadLetter(seq);

    /// <summary>Whether a seq is a dead letter that nobody is forgetting. After <see cref="LettersAsync"/>.</summary>
    public bool HasDeadLetter(long seq) => _letters!.Contains(seq) && !_forgetting.Contains(seq);

    /// <summary>Frames that are on their way to be taken, and in the index no more: they are there until that is durable, and stay when it fails.</summary>
    private IEnumerable<RetainedPlace> BeingTaken() => _inFlight.Select(sealedOne => sealedOne.Plan).Append(_waiting).SelectMany(plan => plan.Frames);

    private void ThrowIfFull(long frames, long bytes)
    {
        if (options.Overflow != OverflowPolicy.Reject || frames == 0) return;
        frames += _unsealed.Frames;
        bytes += _unsealed.Bytes;
        if (Fits(frames + _sealed.FrameCount, bytes + _sealed.RetainedBytes)) return;
        if (_index is null) throw new QueueFullException();
        var unread = Unread(_index);
        if (!Fits(frames + unread.Frames, bytes + unread.Bytes)) throw new QueueFullException();
    }

    private (long Frames, long Bytes) Unread(RetainedIndex index)
    {
        var now = NowMs();
        var tooOldMs = _rules.TooOldMs(now);
        return index.Sum(ackedSeq() + 1, long.MaxValue, now, place => place.TimestampMs > tooOldMs);
    }

    private bool Fits(long frames, long bytes) => frames <= options.MaxMessages && bytes <= options.MaxBytes;
}
