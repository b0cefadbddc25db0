using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>Makes an answer to a pull of the places that were read: what is sent, and what is said not to come (protocol section 2.3).</summary>
/// <param name="afterSeq">The cursor of the connection.</param>
internal sealed class PlacePage(long afterSeq)
{
    private readonly List<SkippedRange> _skipped = [];
    private readonly List<StoredFrame> _frames = [];
    private long _upToSeq = afterSeq;
    private bool _stateMissed;

    /// <param name="request">What was asked.</param>
    /// <param name="places">What was read: from the cursor on, in order, without what fell.</param>
    /// <param name="head">The durable head before the read.</param>
    /// <param name="nowMs">Unix milliseconds.</param>
    public static PullResult Of(PullRequest request, IReadOnlyList<StoredFrame> places, in UserHead head, long nowMs)
    {
        var page = new PlacePage(request.AfterSeq);
        var hasState = head.StateVersion > 0;
        foreach (var place in places)
        {
            page.PassGap(place.Seq - 1, hasState);
            page.Pass(place, request.ExpeditedUpTo, nowMs);
        }

        // Nothing at all: everything up to the head has fallen.
        if (places.Count == 0) page.PassGap(head.HeadSeq, hasState);
        return new PullResult
        {
            Known = true,
            Frames = [.. page._frames.Select(frame => frame.Json)],
            Seqs = [.. page._frames.Select(frame => frame.Seq)],
            Skipped = [.. page._skipped],
            UpToSeq = places.Count == 0 ? head.HeadSeq : page._upToSeq,
            HeadSeq = head.HeadSeq,
            StateMissed = page._stateMissed,
        };
    }

    private void PassGap(long to, bool hasState)
    {
        if (to <= _upToSeq) return;
        Skip(_upToSeq + 1, to, SkipReason.Overflow);
        _stateMissed |= hasState;
        _upToSeq = to;
    }

    private void Pass(in StoredFrame place, long expeditedUpTo, long nowMs)
    {
        if (place.SkippedFor(nowMs) is { } reason)
        {
            Skip(place.Seq, place.Seq, reason);
            _stateMissed |= place.StateVersion > 0;
        }
        else if (place.Seq > expeditedUpTo || !place.Priority.IsExpedited())
        {
            _frames.Add(place);
        }

        _upToSeq = place.Seq;
    }

    private void Skip(long from, long to, SkipReason reason)
    {
        if (_skipped.Count > 0 && _skipped[^1] is var last && last.Reason == reason && last.To == from - 1) _skipped[^1] = last with { To = to };
        else _skipped.Add(new SkippedRange(from, to, reason));
    }
}
