using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>
/// Which trace the latest traced messages of this silo's users were of, so that their replays can be linked to it. In memory, bounded: the oldest is forgotten
/// first. Thread-safe.
/// </summary>
internal sealed class TraceMemory(IOptions<TracingOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(UserId User, Epoch Epoch), Queue<FrameTrace>> _byLog = [];

    /// <summary>In the order in which they came, to be forgotten in.</summary>
    private readonly Queue<(UserId User, Epoch Epoch)> _order = new();

    private volatile bool _hasAny;

    public void Add(UserId user, Epoch epoch, FrameTrace trace)
    {
        if (options.Value.RememberedMessages == 0) return;
        lock (_gate)
        {
            if (_order.Count == options.Value.RememberedMessages) ForgetOldest();
            if (!_byLog.TryGetValue((user, epoch), out var traces)) _byLog[(user, epoch)] = traces = new Queue<FrameTrace>(1);
            traces.Enqueue(trace);
            _order.Enqueue((user, epoch));
            _hasAny = true;
        }
    }

    /// <summary>Those whose last frame is in a run of seqs; null when none is known.</summary>
    public FrameTrace[]? Find(UserId user, Epoch epoch, long fromSeq, long toSeq)
    {
        if (!_hasAny) return null;
        lock (_gate)
        {
            if (!_byLog.TryGetValue((user, epoch), out var traces)) return null;
            FrameTrace[] found = [.. traces.Where(trace => trace.LastSeq >= fromSeq && trace.LastSeq <= toSeq)];
            return found.Length == 0 ? null : found;
        }
    }

    private void ForgetOldest()
    {
        var log = _order.Dequeue();
        var traces = _byLog[log];
        traces.Dequeue();
        if (traces.Count == 0) _byLog.Remove(log);
    }
}
