using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <content>What the log says of its seqs: frames, holes, what matters most, what changed the state.</content>
internal partial class FakeUser
{
    private readonly Dictionary<long, SkipReason> _holes = [];
    private readonly HashSet<long> _expedited = [];
    private readonly HashSet<long> _stateSeqs = [];
    private readonly List<PullRequest> _pulls = [];

    public IReadOnlyList<PullRequest> Pulls => Copy(_pulls);

    /// <summary>Makes frames ones that a replay sends first.</summary>
    public FakeUser Expedite(params IEnumerable<long> seqs)
    {
        lock (_gate) _expedited.UnionWith(seqs);
        return this;
    }

    /// <summary>Takes frames out of the log.</summary>
    public FakeUser Punch(SkipReason reason, params IEnumerable<long> seqs)
    {
        lock (_gate)
        {
            foreach (var seq in seqs) _holes[seq] = reason;
        }

        return this;
    }

    /// <summary>Says of seqs that they changed the state.</summary>
    public FakeUser MarkState(params IEnumerable<long> seqs)
    {
        lock (_gate) _stateSeqs.UnionWith(seqs);
        return this;
    }

    public async Task<PullResult> PullAsync(PullRequest request)
    {
        lock (_gate) _pulls.Add(request);
        await EnterAsync(Pull);
        PullResult page;
        lock (_gate) page = _attached.Contains(request.Connection) ? PageOf(request) : new PullResult { Known = false };
        await AfterAsync(Pull);
        return page;
    }

    private PullResult PageOf(PullRequest request)
    {
        var head = _firstSeq + _frames.Count - 1;
        var end = request.OnlyExpedited ? request.ExpeditedUpTo : head;
        var frames = new List<(long Seq, ReadOnlyMemory<byte> Frame)>();
        var skipped = new List<SkippedRange>();
        var upTo = request.AfterSeq;
        foreach (var seq in Enumerable.Range(0, (int)Math.Max(0, end - request.AfterSeq)).Select(i => request.AfterSeq + 1 + i))
        {
            var isExpedited = _expedited.Contains(seq);
            SkipReason? hole = seq < _firstSeq ? SkipReason.Overflow : _holes.TryGetValue(seq, out var reason) ? reason : null;
            if (hole is { } why)
            {
                if (!request.OnlyExpedited) Skip(skipped, seq, why);
            }
            else if (request.OnlyExpedited ? isExpedited : !isExpedited || seq > request.ExpeditedUpTo)
            {
                var frame = _frames[(int)(seq - _firstSeq)];
                if (frames.Count == request.MaxFrames) break;
                if (frames.Count > 0 && frames.Sum(taken => taken.Frame.Length) + frame.Length > request.MaxBytes) break;
                frames.Add((seq, request.OnlyExpedited ? ServerFrames.Expedited(frame) : frame));
            }

            upTo = seq;
        }

        Interlocked.Add(ref _pulled, frames.Count);
        return new PullResult
        {
            Known = true,
            Frames = [.. frames.Select(taken => taken.Frame)],
            Seqs = [.. frames.Select(taken => taken.Seq)],
            Skipped = [.. skipped],
            UpToSeq = upTo,
            HeadSeq = head,
            StateMissed = skipped.Any(range => _stateSeqs.Any(seq => seq >= range.From && seq <= range.To)),
        };
    }

    private static void Skip(List<SkippedRange> skipped, long seq, SkipReason reason)
    {
        if (skipped.Count > 0 && skipped[^1] is var last && last.To == seq - 1 && last.Reason == reason) skipped[^1] = last with { To = seq };
        else skipped.Add(new SkippedRange(seq, seq, reason));
    }

    private StartingPlace WithExpedited(StartingPlace place) => place with
    {
        HasExpedited = _expedited.Any(seq => seq > place.Cursor && seq <= place.ReplayTo && !_holes.ContainsKey(seq)),
    };
}
