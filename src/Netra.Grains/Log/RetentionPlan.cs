using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>What one commit takes from the log. Mostly nothing, which takes no room.</summary>
internal sealed class RetentionPlan
{
    private List<RetainedPlace>? _frames;
    private List<FrameHole>? _erased;
    private List<long>? _fallen;
    private List<(DeadLetterToAdd Letter, int Bytes)>? _deadLetters;

    /// <summary>A commit that takes nothing.</summary>
    public static RetentionPlan Nothing { get; } = new();

    /// <summary>Whether nothing is taken.</summary>
    public bool IsNothing => _frames is null && _erased is null && _fallen is null && _deadLetters is null;

    /// <summary>The frames that are taken, erased or fallen, as they were.</summary>
    public IReadOnlyList<RetainedPlace> Frames => _frames ?? (IReadOnlyList<RetainedPlace>)[];

    /// <summary>Frames that become holes. One of them may fall in the same commit.</summary>
    public IReadOnlyList<FrameHole> Erased => _erased ?? (IReadOnlyList<FrameHole>)[];

    /// <summary>Places that fall, in no order.</summary>
    public IReadOnlyList<long> Fallen => _fallen ?? (IReadOnlyList<long>)[];

    /// <summary>What is taken unread, and the size of its JSON.</summary>
    public IReadOnlyList<(DeadLetterToAdd Letter, int Bytes)> DeadLetters => _deadLetters ?? (IReadOnlyList<(DeadLetterToAdd, int)>)[];

    public void Erase(in RetainedPlace frame, SkipReason reason)
    {
        (_frames ??= []).Add(frame);
        (_erased ??= []).Add(new FrameHole(frame.Seq, reason));
    }

    public void Drop(in RetainedPlace place)
    {
        if (place.IsFrame) (_frames ??= []).Add(place);
        (_fallen ??= []).Add(place.Seq);
    }

    public void Keep(in RetainedPlace frame, DeadLetterReason reason, long nowMs) =>
        (_deadLetters ??= []).Add((new DeadLetterToAdd(frame.Seq, reason, nowMs), frame.JsonBytes));
}
