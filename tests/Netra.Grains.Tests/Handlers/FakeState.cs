using System.Text;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>A state that is its version alone. A change <c>"bad"</c> is refused, one <c>"full"</c> meets a full queue, one <c>"throw"</c> a fault.</summary>
internal sealed class FakeState(long version)
{
    private StateVersion _durable = Of(version);
    private StateVersion _latest = Of(version);

    public UserState Durable => _durable.State;

    public UserState Latest => _latest.State;

    public AppliedChange Apply(UserChange change, StateChange asked, string id)
    {
        var text = Encoding.UTF8.GetString(asked.Json.Span);
        if (text == "\"full\"") throw new QueueFullException();
        if (text == "\"throw\"") throw new InvalidOperationException("The state is broken.");
        if (text == "\"bad\"") return AppliedChange.Refused(new FrameError(ErrorCodes.InvalidPatch, "It is bad."));
        if (asked.ExpectedVersion is { } expected && expected != _latest.Version) return AppliedChange.Conflict(_latest);
        var next = Of(_latest.Version + 1);
        _latest = next;
        change.State = new StateChangeRecord(next.Version, asked.Kind, asked.Json);
        change.Frames.Add(new NewFrame("state_updated", id, next.State.Json) { StateVersion = next.Version });
        change.WhenDurable += () => _durable = next;
        return AppliedChange.Changed(next);
    }

    private static StateVersion Of(long version) => new(version, new ObjectNode(Encoding.UTF8.GetBytes($"{{\"v\":{version}}}")));
}
