using Netra.Abstractions;

namespace Netra.Grains;

/// <summary>The newest commits of a part of the users. Its room is taken as a whole and written to in place. Thread-safe.</summary>
internal sealed class TrailRing(int capacity)
{
    private readonly Lock _gate = new();
    private readonly TrailEntry[] _entries = new TrailEntry[capacity];
    private long _written;

    public void Add(in TrailEntry entry)
    {
        lock (_gate) _entries[_written++ % _entries.Length] = entry;
    }

    /// <summary>The entry of a message, and the time of the oldest entry once others were forgotten; 0 before.</summary>
    public (TrailEntry? Entry, long OldestMs) Find(RecallRequest request)
    {
        lock (_gate)
        {
            var held = Math.Min(_written, _entries.Length);
            var oldestMs = _written > _entries.Length ? _entries[_written % _entries.Length].DurableAtMs : 0;
            // The newest first: of two activations that gave the same seq, the one whose commit came later has the last word.
            for (var i = 1; i <= held; i++)
            {
                ref readonly var entry = ref _entries[(_written - i) % _entries.Length];
                if (entry.Has(request.User, request.Epoch, request.Seq)) return (entry, oldestMs);
            }

            return (null, oldestMs);
        }
    }
}
