using Netra.Protocol;

namespace Netra.Storage;

/// <summary>Counts places as a head does.</summary>
internal struct PlaceTally
{
    public long Frames { get; private set; }

    public long Holes { get; private set; }

    public long Marked { get; private set; }

    public long Bytes { get; private set; }

    public void Add(in FrameEntry place)
    {
        if (place.Hole is not null)
        {
            Holes++;
            return;
        }

        Frames++;
        Bytes += place.JsonBytes;
        if (place.Priority != MessagePriority.Normal || place.ExpiresAtMs != 0) Marked++;
    }
}
