using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>What a connection tells of itself to who operates it.</summary>
internal sealed partial class Connection
{
    /// <summary>Whether its socket has not taken what is written to it for so long.</summary>
    public bool IsSlow(long nowMs, long afterMs)
    {
        lock (_gate) return _writingSinceMs != 0 && nowMs - _writingSinceMs >= afterMs;
    }

    /// <summary>How many seqs lie between what was queued and the newest that is known of.</summary>
    public long Behind
    {
        get
        {
            lock (_gate) return Math.Max(0, _knownHead - _cursor);
        }
    }

    public ConnectionReport Report()
    {
        var state = State;
        lock (_gate)
        {
            return new ConnectionReport
            {
                User = identity.User,
                Connection = identity.Id,
                Client = identity.Client,
                State = ConnectionStates.NameOf(state),
                ConnectedAtMs = identity.ConnectedAtMs,
                Cursor = _cursor,
                Behind = Math.Max(0, _knownHead - _cursor),
                QueuedFrames = _queue.Count,
                QueuedBytes = _queue.Bytes,
                CatchingUpSinceMs = state == ConnectionState.CatchingUp && _catchUp.Since != 0
                    ? services.NowMs() - (long)services.Time.GetElapsedTime(_catchUp.Since).TotalMilliseconds
                    : 0,
                WritingSinceMs = _writingSinceMs,
            };
        }
    }
}
