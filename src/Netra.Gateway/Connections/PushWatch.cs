using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>Follows one push at a time through a connection's queue, to tell how long it took. Not thread-safe.</summary>
internal struct PushWatch
{
    private long _durableAtUs;
    private int _commitUs;

    /// <summary>How many frames have to be taken from the queue until the last of the push is.</summary>
    private int _ahead;

    /// <summary>Follows a push whose frames were queued just now, unless there is one that is followed.</summary>
    /// <param name="push">The push.</param>
    /// <param name="queued">How many frames wait, those of the push last.</param>
    public void Begin(UserPush push, int queued)
    {
        if (_durableAtUs != 0 || push.DurableAtUs == 0 || queued == 0) return;
        (_durableAtUs, _commitUs, _ahead) = (push.DurableAtUs, push.CommitUs, queued);
    }

    /// <summary>A frame is taken from the queue: those before it are with the socket. True when all of the push are; then another can be followed.</summary>
    public bool TryEnd(bool isTaken, out long durableAtUs, out int commitUs)
    {
        (durableAtUs, commitUs) = (_durableAtUs, _commitUs);
        if (_durableAtUs == 0) return false;
        if (_ahead == 0)
        {
            _durableAtUs = 0;
            return true;
        }

        if (isTaken) _ahead--;
        return false;
    }

    /// <summary>The queue was thrown away.</summary>
    public void Forget() => _durableAtUs = 0;
}
