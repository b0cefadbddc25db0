using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>Frames beside the log (protocol section 3): what can't be sent now is dropped, and nobody repeats it.</summary>
internal sealed partial class Connection
{
    /// <summary>What came during a replay and goes out behind it.</summary>
    private SendQueue _held;

    /// <summary>Caller holds the gate.</summary>
    private void TakeEphemeral(UserPush push)
    {
        var (dropped, queued) = (0, 0);
        foreach (var frame in push.Ephemeral)
        {
            if (!_isPulling && HasRoom)
            {
                Queue(frame);
                queued++;
            }
            else if (_isPulling && MayHold(frame))
            {
                _held.Enqueue(frame);
            }
            else
            {
                dropped++;
            }
        }

        if (queued > 0 && push.Traces is { } traces) NoteQueuedBeside(traces);
        if (dropped > 0) services.Instruments.EphemeralDropped.Add(dropped);
    }

    private bool MayHold(ReadOnlyMemory<byte> frame) =>
        _held.Count < Options.MaxHeldEphemeralFrames && _held.Bytes + frame.Length <= Options.MaxHeldEphemeralBytes;

    /// <summary>
    /// Queues what was held back: beyond the queue's own bounds, if need be, for it has been kept within bounds of its own. Caller holds the gate.
    /// </summary>
    private void QueueHeldEphemeral()
    {
        while (_held.TryDequeue(out var frame)) Queue(frame);
    }
}
