using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>The spans of traced frames to this connection (docs/traces.md): from when the last frame of a trace is queued until it is given to the socket.</summary>
internal sealed partial class Connection
{
    /// <summary>Null while no traced frame is on its way, which is nearly always.</summary>
    private DeliverySpans? _deliveries;

    /// <summary>A frame was queued just now. Caller holds the gate.</summary>
    private void NoteQueued(FrameTrace[] traces, long seq, bool isReplay)
    {
        foreach (var trace in traces)
        {
            if (trace.LastSeq != seq) continue;
            if (services.Traces.BeginDelivery(trace, identity, isReplay) is { } span) (_deliveries ??= new DeliverySpans()).Add(span, _queue.Count);
            return;
        }
    }

    /// <summary>Frames beside the log were queued just now. Caller holds the gate.</summary>
    private void NoteQueuedBeside(FrameTrace[] traces)
    {
        if (Array.Find(traces, trace => trace.FirstSeq == 0) is { } beside && services.Traces.BeginDelivery(beside, identity, isReplay: false) is { } span)
            (_deliveries ??= new DeliverySpans()).Add(span, _queue.Count);
    }

    /// <summary>Caller holds the gate.</summary>
    private void GiveUpDeliveries()
    {
        _deliveries?.GiveUp();
        _deliveries = null;
    }
}
